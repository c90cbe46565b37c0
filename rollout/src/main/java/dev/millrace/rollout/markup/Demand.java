package dev.millrace.rollout.markup;

/// How many calls a turn is to have.
///
/// @param atLeastOne whether it may not end before its first call
/// @param single whether it may have no second one
public record Demand(boolean atLeastOne, boolean single) {
  /// As many as the model likes.
  public static final Demand NONE = new Demand(false, false);
}
