package dev.millrace.rewards.integrity.secret;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.Tokenizer;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of a trajectory before it leaves its worker: out of messages, calls,
/// results, the answer, labels, facts, a failure and token chains; and out of a judgement before it
/// leaves its scorer, for tests may print what lies in the end state. What the task plants stays,
/// and so does the end state's archive, for it is what is judged; no set holds any of it. Any
/// thread may use it.
public final class Redactor {
  /// The fact that lists what was found, as `RULE:HASH` with spaces between.
  public static final String FACT = "secrets_redacted";

  private final SecretScanner scanner;

  public Redactor(SecretRules rules) {
    this.scanner = new SecretScanner(rules);
  }

  /// The same trajectory where it holds no secret.
  public Trajectory redact(Trajectory trajectory, Task task, Tokenizer tokenizer) {
    Redaction redaction = redaction(TrajectoryTexts.of(trajectory), task);
    return redaction.isEmpty() ? trajectory : redacted(trajectory, redaction, tokenizer);
  }

  /// The same judgement where it holds no secret.
  public Judgement redact(Judgement judgement, Task task) {
    Redaction redaction = redaction(JudgementTexts.of(judgement), task);
    return redaction.isEmpty() ? judgement : JudgementTexts.map(judgement, redaction::of);
  }

  private Redaction redaction(List<String> texts, Task task) {
    List<SecretScanner.Found> found = new ArrayList<>();
    for (String text : texts) {
      found.addAll(scanner.scan(text));
    }
    if (found.isEmpty()) {
      return new Redaction(found);
    }
    PlantedSecrets planted = PlantedSecrets.of(task);
    return new Redaction(found.stream().filter(one -> !planted.hold(one.secret())).toList());
  }

  private static Trajectory redacted(
      Trajectory trajectory, Redaction redaction, Tokenizer tokenizer) {
    TokenRedaction tokens = new TokenRedaction(tokenizer, redaction.secrets());
    List<Branch> branches = trajectory.branches().stream().map(tokens::of).toList();
    Map<BranchId, int[]> ids = new HashMap<>();
    branches.forEach(branch -> ids.put(branch.id(), branch.tokens().ids()));
    List<ModelCall> calls =
        trajectory.events().modelCalls().stream()
            .map(call -> TrajectoryTexts.map(call, digest(call, ids), redaction::of))
            .toList();
    List<Message> messages =
        trajectory.messages().stream()
            .map(message -> TrajectoryTexts.map(message, redaction::of))
            .toList();
    @Nullable String answer = trajectory.end().answer();
    Provenance from = trajectory.provenance();
    Map<String, String> facts = new HashMap<>(from.facts());
    facts.replaceAll((_, text) -> redaction.of(text));
    facts.put(FACT, String.join(" ", redaction.summary()));
    return new Trajectory(
        trajectory.episode(),
        trajectory.tools(),
        messages,
        new Trajectory.Events(
            calls,
            trajectory.events().toolExecutions(),
            trajectory.events().usage(),
            trajectory.events().timings()),
        branches,
        TrajectoryTexts.map(trajectory.outcome(), redaction::of),
        new Trajectory.End(
            answer == null ? null : redaction.of(answer),
            trajectory.end().workspace(),
            trajectory.end().checkpoints(),
            trajectory.end().steps().stream()
                .map(step -> TrajectoryTexts.map(step, redaction::of))
                .toList()),
        new Provenance(from.source(), from.harness(), from.sandbox(), facts));
  }

  /// Over the ids as they are now, so that a reader can still check what stands behind what.
  private static String digest(ModelCall call, Map<BranchId, int[]> ids) {
    int[] branch = ids.get(call.branch());
    return branch == null || branch.length < call.promptTokens()
        ? call.promptDigest()
        : Tokens.prefixDigest(branch, call.promptTokens());
  }
}
