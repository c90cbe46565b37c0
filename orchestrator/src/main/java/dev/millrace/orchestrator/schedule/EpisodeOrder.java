package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.trajectory.Episode;

/// One episode to run: a record of the `tasks` topic.
///
/// @param attemptsLeft how many further attempts the scheduler will grant if this one breaks; with
///     0 the worker publishes what it has, broken or not
public record EpisodeOrder(Episode episode, int attemptsLeft) {}
