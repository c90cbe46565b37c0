package dev.millrace.rewards.answer;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.text.Words;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Compares a submitted answer with the expected one by value. No answer, and one that cannot be
/// read, is wrong; an expected answer that cannot be read is a failure of the verifier. Words have
/// the metric `token_f1` too, the share of words in common.
public final class AnswerVerifier implements Verifier {
  /// Longer answers are wrong unread: a parser's work stays bounded.
  private static final int LONGEST_ANSWER = 10_000;

  /// What is submitted may hold the way to the answer.
  private static final int LONGEST_SUBMISSION = 1_000_000;

  @Override
  public Verdict verify(Task task, Submission submission) {
    if (!(task.verification() instanceof ExpectedAnswer expected)) {
      return new Verdict.Errored(
          new Failure.Verifier(
              task.ref().id() + " is not verified by its answer but by " + task.verification()));
    }
    for (String right : accepted(expected).toList()) {
      if (check(right, expected) instanceof Match.Different(String reason)) {
        return new Verdict.Errored(
            new Failure.Verifier(
                "the expected answer of "
                    + task.ref().id()
                    + " is no "
                    + expected.kind()
                    + ": "
                    + reason));
      }
    }
    String answer = submission.answer();
    return answer == null || answer.isBlank()
        ? judged(new Match.Different("nothing was answered"), Map.of())
        : judge(answer, expected);
  }

  private static Verdict judge(String submitted, ExpectedAnswer expected) {
    if (submitted.length() > LONGEST_SUBMISSION) {
      return tooLong("what was submitted", submitted, LONGEST_SUBMISSION);
    }
    FinalAnswer rule = expected.rules().finalAnswer();
    Optional<String> answer = FinalAnswers.in(submitted, rule);
    if (answer.isEmpty()) {
      return judged(
          new Match.Different("there is no final answer where " + rule + " asks for one"),
          Map.of());
    }
    if (answer.get().length() > LONGEST_ANSWER) {
      return tooLong("the answer", answer.get(), LONGEST_ANSWER);
    }
    Match match =
        accepted(expected)
            .map(right -> match(answer.get(), right, expected))
            .reduce((first, next) -> first.isSame() ? first : next.isSame() ? next : first)
            .orElseThrow();
    return judged(match, metrics(answer.get(), expected));
  }

  private static Stream<String> accepted(ExpectedAnswer expected) {
    return Stream.concat(Stream.of(expected.expected()), expected.rules().others().stream());
  }

  private static Match match(String answer, String right, ExpectedAnswer expected) {
    try {
      return Comparisons.compare(answer, right, expected);
    } catch (UnreadableException e) {
      return new Match.Different(e.reason());
    }
  }

  private static Match check(String right, ExpectedAnswer expected) {
    try {
      return Comparisons.check(right, expected);
    } catch (UnreadableException e) {
      return new Match.Different(e.reason());
    }
  }

  private static Map<String, Double> metrics(String answer, ExpectedAnswer expected) {
    return switch (expected.kind()) {
      case TEXT, WORDS ->
          Map.of(
              "token_f1",
              accepted(expected).mapToDouble(right -> Words.f1(answer, right)).max().orElse(0));
      default -> Map.of();
    };
  }

  private static Verdict tooLong(String what, String text, int most) {
    return judged(
        new Match.Different(what + " has " + text.length() + " characters, at most " + most),
        Map.of());
  }

  private static Verdict judged(Match match, Map<String, Double> metrics) {
    return switch (match) {
      case Match.Same() ->
          new Verdict.Judged(1, List.of(new TestResult("answer", Status.PASSED, null)), metrics);
      case Match.Different(String reason) ->
          new Verdict.Judged(0, List.of(new TestResult("answer", Status.FAILED, reason)), metrics);
    };
  }
}
