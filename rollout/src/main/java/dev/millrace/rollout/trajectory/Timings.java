package dev.millrace.rollout.trajectory;

import java.time.Duration;
import java.time.Instant;

/// When and how long; never part of a training row.
public record Timings(
    Instant startedAt, Duration total, Duration setup, Duration model, Duration tools) {}
