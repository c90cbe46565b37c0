package dev.millrace.rollout.sandbox.audit;

import java.time.Instant;

/// One entry of a log.
///
/// @param index from 0
/// @param at when it was written, by this machine's clock
public record AuditEntry(long index, Instant at, AuditEvent event) {}
