package dev.millrace.rollout.task;

import java.util.List;

/// What counts as equal beside the kind of an answer.
///
/// @param tolerance relative to the expected number, 0 for none
/// @param absolute how far off a number may be in the unit of the expected one, 0 for nothing;
///     whichever of both allows more
/// @param finalAnswer which part of what was submitted is the answer
/// @param arrays whether the order of JSON arrays counts
/// @param options of a choice, the first is A; empty where only its letters are known
/// @param others answers that are as right as the expected one
public record AnswerRules(
    double tolerance,
    double absolute,
    FinalAnswer finalAnswer,
    ArrayOrder arrays,
    List<String> options,
    List<String> others) {
  public AnswerRules {
    if (!(tolerance >= 0 && absolute >= 0) || tolerance + absolute == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "tolerances are at least 0 and finite, not " + tolerance + " and " + absolute);
    }
    options = List.copyOf(options);
    others = List.copyOf(others);
  }

  /// Whether the order of JSON arrays counts.
  public enum ArrayOrder {
    KEPT,
    ANY
  }

  /// What holds where a task says nothing but a relative tolerance.
  public static AnswerRules within(double tolerance) {
    return new AnswerRules(tolerance, 0, FinalAnswer.WHOLE, ArrayOrder.KEPT, List.of(), List.of());
  }

  public AnswerRules withFinalAnswer(FinalAnswer other) {
    return new AnswerRules(tolerance, absolute, other, arrays, options, others);
  }

  public AnswerRules withAbsolute(double other) {
    return new AnswerRules(tolerance, other, finalAnswer, arrays, options, others);
  }

  public AnswerRules withOptions(List<String> other) {
    return new AnswerRules(tolerance, absolute, finalAnswer, arrays, other, others);
  }

  public AnswerRules withOthers(List<String> other) {
    return new AnswerRules(tolerance, absolute, finalAnswer, arrays, options, other);
  }

  public AnswerRules withArrays(ArrayOrder other) {
    return new AnswerRules(tolerance, absolute, finalAnswer, other, options, others);
  }
}
