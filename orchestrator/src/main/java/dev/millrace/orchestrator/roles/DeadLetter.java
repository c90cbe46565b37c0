package dev.millrace.orchestrator.roles;

import java.time.Instant;

/// What a role could not process: a record of the `dead-letters` topic.
///
/// @param role which role gave up
/// @param source topic, partition and offset of the record
/// @param reason what failed and what was expected; no content
public record DeadLetter(String role, String source, String reason, Instant at) {}
