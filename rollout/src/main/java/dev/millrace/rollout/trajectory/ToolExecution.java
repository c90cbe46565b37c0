package dev.millrace.rollout.trajectory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What happened when a call was carried out.
///
/// @param turn the model call that asked for it, from 0
/// @param exitCode of the command, or null where there was none
/// @param duration how long it took; never part of a training row
public record ToolExecution(
    int turn,
    String callId,
    String name,
    ToolStatus status,
    @Nullable Integer exitCode,
    Duration duration) {}
