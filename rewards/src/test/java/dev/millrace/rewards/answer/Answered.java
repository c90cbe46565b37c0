package dev.millrace.rewards.answer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import org.jspecify.annotations.Nullable;

/// Answers as the verifier judges them.
final class Answered {
  private Answered() {}

  /// What an answer is worth, 0 or 1; fails the test where there is no verdict.
  static double correctness(Kind kind, String expected, double tolerance, @Nullable String answer) {
    Verdict verdict =
        new AnswerVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer(expected, kind, tolerance)),
                Submission.answered(answer));
    return assertInstanceOf(Verdict.Judged.class, verdict).correctness();
  }
}
