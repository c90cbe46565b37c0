package dev.millrace.rewards.integrity.secret;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The texts of a judgement that come from what an agent left: of tests, flags and failures. A
/// judge's prompt has its secrets taken out before it is sent.
final class JudgementTexts {
  private JudgementTexts() {}

  static List<String> of(Judgement judgement) {
    List<String> texts = new ArrayList<>();
    map(
        judgement,
        text -> {
          texts.add(text);
          return text;
        });
    return texts;
  }

  /// A judgement with each of its texts replaced.
  static Judgement map(Judgement judgement, UnaryOperator<String> change) {
    List<Flag> flags =
        judgement.flags().stream()
            .map(
                flag ->
                    new Flag(
                        flag.kind(),
                        flag.turn(),
                        change.apply(flag.where()),
                        change.apply(flag.seen())))
            .toList();
    return switch (judgement) {
      case Judgement.Unscored(Failure failure, _) ->
          new Judgement.Unscored(map(failure, change), flags);
      case Judgement.Scored(Score score) ->
          new Judgement.Scored(
              new Score(
                  score.parts(),
                  score.total(),
                  score.formulaDigest(),
                  score.tests().stream().map(test -> map(test, change)).toList(),
                  score.progress(),
                  flags,
                  score.rating()));
    };
  }

  private static TestResult map(TestResult test, UnaryOperator<String> change) {
    String message = test.message();
    return new TestResult(
        change.apply(test.name()), test.status(), message == null ? null : change.apply(message));
  }

  /// A failure with its detail replaced.
  static Failure map(Failure failure, UnaryOperator<String> change) {
    String detail = change.apply(failure.detail());
    return switch (failure) {
      case Failure.Agent _ -> new Failure.Agent(detail);
      case Failure.Environment _ -> new Failure.Environment(detail);
      case Failure.Sandbox _ -> new Failure.Sandbox(detail);
      case Failure.Verifier _ -> new Failure.Verifier(detail);
      case Failure.Engine _ -> new Failure.Engine(detail);
      case Failure.Gateway _ -> new Failure.Gateway(detail);
      case Failure.Budget _ -> new Failure.Budget(detail);
      case Failure.Judge _ -> new Failure.Judge(detail);
    };
  }
}
