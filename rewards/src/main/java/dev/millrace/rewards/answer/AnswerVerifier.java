package dev.millrace.rewards.answer;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares a submitted answer with the expected one by value. No answer, and one that cannot be
/// read, is wrong; an expected answer that cannot be read is a failure of the verifier.
public final class AnswerVerifier implements Verifier {
  /// Longer answers are wrong unread: a parser's work stays bounded.
  private static final int LONGEST_ANSWER = 10_000;

  @Override
  public Verdict verify(Task task, @Nullable WorkspaceDelta workspace, @Nullable String answer) {
    if (!(task.verification() instanceof ExpectedAnswer expected)) {
      return new Verdict.Errored(
          new Failure.Verifier(
              task.ref().id() + " is not verified by its answer but by " + task.verification()));
    }
    if (compare(expected.expected(), expected) instanceof Match.Different(String reason)) {
      return new Verdict.Errored(
          new Failure.Verifier(
              "the expected answer of "
                  + task.ref().id()
                  + " is no "
                  + expected.kind()
                  + ": "
                  + reason));
    }
    if (answer == null || answer.isBlank()) {
      return judged(new Match.Different("nothing was answered"));
    }
    if (answer.length() > LONGEST_ANSWER) {
      return judged(
          new Match.Different(
              "the answer has " + answer.length() + " characters, at most " + LONGEST_ANSWER));
    }
    return judged(compare(answer, expected));
  }

  private static Match compare(String answer, ExpectedAnswer expected) {
    String right = expected.expected();
    try {
      return switch (expected.kind()) {
        case NUMBER -> Numbers.compare(answer, right, expected.tolerance());
        case DATE -> Dates.compare(answer, right);
        case TEXT -> Texts.compare(answer, right);
        case SET -> Sets.compare(answer, right, expected.tolerance());
        case ALGEBRA -> Algebra.compare(answer, right, expected.tolerance());
      };
    } catch (UnreadableException e) {
      return new Match.Different(e.reason());
    }
  }

  private static Verdict judged(Match match) {
    return switch (match) {
      case Match.Same() ->
          new Verdict.Judged(1, List.of(new TestResult("answer", Status.PASSED, null)));
      case Match.Different(String reason) ->
          new Verdict.Judged(0, List.of(new TestResult("answer", Status.FAILED, reason)));
    };
  }
}
