package dev.millrace.rollout.trajectory;

import org.jspecify.annotations.Nullable;

/// Something seen in a trajectory that a reader should know, with its evidence.
///
/// @param kind in lower_snake_case, e.g. `tests_edited`
/// @param turn the model call where it was seen, or null for the trajectory as a whole
/// @param where a path, a call id or a message
/// @param seen what was seen there
public record Flag(String kind, @Nullable Integer turn, String where, String seen) {}
