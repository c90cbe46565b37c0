package dev.millrace.rewards.integrity.claim;

import com.google.re2j.Pattern;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.trace.Action;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import java.util.List;
import java.util.Optional;

/// Finds episodes that were submitted with nothing: no file is changed, the answer is empty or an
/// empty value, nobody said why, and the verifier found the task unsolved. Where calls or words are
/// what is judged, these count as something.
public final class NothingSubmitted implements Detector {
  private static final Pattern EMPTY =
      Pattern.compile("\\s*(?:\\{\\s*\\}|\\[\\s*\\]|null|None|\"\\s*\"|'\\s*')?\\s*");

  @Override
  public List<Flag> find(Evidence evidence) {
    Optional<Action> submit =
        evidence.actions().reversed().stream()
            .filter(action -> action.tool().equals("submit"))
            .findFirst();
    boolean isUnsolved = evidence.verdict() instanceof Verdict.Judged && !evidence.isSolved();
    if (submit.isEmpty() || !isUnsolved || isSomething(evidence)) {
      return List.of();
    }
    String seen = "submitted \"" + answer(evidence).strip() + "\", and no file is changed";
    return List.of(evidence.flag(FlagKind.NOTHING_SUBMITTED, submit.get(), seen));
  }

  private static boolean isSomething(Evidence evidence) {
    return !EMPTY.matches(answer(evidence))
        || evidence.hasWork()
        || says(evidence)
        || (isJudgedByCalls(evidence) && evidence.actions().size() > 1);
  }

  private static String answer(Evidence evidence) {
    return Optional.ofNullable(evidence.trajectory().end().answer()).orElse("");
  }

  /// The last turn with its reasons; any where words are judged.
  private static boolean says(Evidence evidence) {
    List<String> said =
        evidence.trajectory().messages().reversed().stream()
            .filter(Assistant.class::isInstance)
            .map(Message::content)
            .toList();
    return said.stream()
        .limit(isJudgedByCalls(evidence) ? said.size() : 1)
        .anyMatch(text -> !text.isBlank());
  }

  private static boolean isJudgedByCalls(Evidence evidence) {
    return evidence.task().verification() instanceof Verification.FunctionCalls
        || evidence.task().verification() instanceof Verification.StateCheck;
  }
}
