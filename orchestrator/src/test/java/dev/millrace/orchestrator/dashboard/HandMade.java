package dev.millrace.orchestrator.dashboard;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scored trajectories whose every figure can be worked out by hand: two turns of four tokens, a
/// faulty one and the one that makes it good, and an answer.
public final class HandMade {
  /// SHA-256 of the default formula.
  public static final String FORMULA = "correctness + 0.3 * coverage - 0.00001 * tokens";

  private static final int PROMPT = 6;
  private static final int SAMPLED = 4;

  private HandMade() {}

  public static Episode episode(String task, int member) {
    GroupId group = new GroupId(task + "#0");
    String family = task.substring(0, task.indexOf('/'));
    return new Episode(
        Episode.idOf(group, member),
        new TaskRef(new TaskId(task), family, "d".repeat(64)),
        group,
        member,
        0,
        7,
        "reference");
  }

  /// An episode that passed.
  public static ScoredTrajectory passed(String task, int member, double seconds) {
    return judged(task, member, seconds, 1, List.of());
  }

  /// An episode that did half of it, with a flag.
  public static ScoredTrajectory flagged(String task, int member, double seconds) {
    Flag flag = new Flag("tests_edited", 1, "tests/test_it.py", "- assert a\n+ assert \u001b[31mb");
    return judged(task, member, seconds, 0, List.of(flag));
  }

  /// An episode that the verifier could not judge.
  public static ScoredTrajectory unjudged(String task, int member, double seconds) {
    return new ScoredTrajectory(
        trajectory(task, member, seconds), new Judgement.Unscored(new Failure.Verifier("it hung")));
  }

  /// An episode that tampered with the verifier, which could not judge it then.
  public static ScoredTrajectory forged(String task, int member, double seconds) {
    Flag flag = new Flag("reward_forged", null, "verdict", "it is not signed");
    return new ScoredTrajectory(
        trajectory(task, member, seconds),
        new Judgement.Unscored(new Failure.Verifier("it is not signed"), List.of(flag)));
  }

  /// The same with one more fact.
  public static ScoredTrajectory with(ScoredTrajectory scored, String fact, String value) {
    Trajectory t = scored.trajectory();
    Provenance from = t.provenance();
    Map<String, String> facts = new LinkedHashMap<>(from.facts());
    facts.put(fact, value);
    return new ScoredTrajectory(
        new Trajectory(
            t.episode(),
            t.tools(),
            t.messages(),
            t.events(),
            t.branches(),
            t.outcome(),
            t.end(),
            new Provenance(from.source(), from.harness(), from.sandbox(), facts)),
        scored.judgement());
  }

  private static ScoredTrajectory judged(
      String task, int member, double seconds, double correctness, List<Flag> flags) {
    double coverage = correctness == 1 ? 1 : 0.5;
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("correctness", correctness);
    parts.put("coverage", coverage);
    parts.put("tokens", 2.0 * SAMPLED);
    parts.put("tool_success", 0.5);
    parts.put("progress", coverage);
    List<TestResult> tests =
        List.of(
            new TestResult("test_a", TestResult.Status.PASSED, null),
            correctness == 1
                ? new TestResult("test_b", TestResult.Status.PASSED, null)
                : new TestResult("test_b", TestResult.Status.FAILED, "expected 1, was 2"));
    List<Potential> progress =
        List.of(
            new Potential(0, 0, 0), new Potential(1, SAMPLED, 0.5), new Potential(2, 8, coverage));
    Score score = new Score(parts, correctness + 0.25, "f".repeat(64), tests, progress, flags);
    return new ScoredTrajectory(trajectory(task, member, seconds), new Judgement.Scored(score));
  }

  private static Trajectory trajectory(String task, int member, double seconds) {
    Episode episode = episode(task, member);
    BranchId branch = new BranchId(episode.id().value());
    long millis = Math.round(seconds * 1000);
    Timings timings =
        new Timings(
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofMillis(millis),
            Duration.ofMillis(millis / 10),
            Duration.ofMillis(millis / 5),
            Duration.ofMillis(millis / 2));
    return new Trajectory(
        episode,
        List.of(),
        messages(),
        new Trajectory.Events(
            List.of(
                call(0, branch, PROMPT, Map.of("fault", "wrong_path")),
                call(1, branch, PROMPT + SAMPLED + 2, Map.of("recovers", "wrong_path"))),
            List.of(execution(0, "c0", ToolStatus.TOOL_ERROR), execution(1, "c1", ToolStatus.OK)),
            new Usage(2, 18, 2 * SAMPLED, 2, 1),
            timings),
        List.of(branch(branch)),
        new Outcome.Completed(Outcome.Ending.STOPPED),
        new Trajectory.End("42", null, List.of()),
        new Provenance("reference", "loop", "namespaces", Map.of()));
  }

  private static List<Message> messages() {
    String long20 = "line\n".repeat(20) + "last";
    return List.of(
        new Message.SystemPrompt("be careful"),
        new Message.User("solve it"),
        assistant("c0", "I look.", "{\"path\":\"a b\"}"),
        new Message.ToolResult("c0", "read_file", "no such file"),
        assistant("c1", "That was the wrong file.", "{\"path\":\"b\",\"text\":\"x\\ny\"}"),
        new Message.ToolResult("c1", "read_file", long20));
  }

  private static Message assistant(String callId, String text, String arguments) {
    return new Message.Assistant(text, null, List.of(new ToolCall(callId, "read_file", arguments)));
  }

  private static ModelCall call(int turn, BranchId branch, int prompt, Map<String, String> labels) {
    String digest = Tokens.prefixDigest(ids(), prompt);
    return new ModelCall(
        turn,
        branch,
        prompt,
        digest,
        SAMPLED,
        FinishReason.STOP,
        Duration.ofMillis(5),
        labels,
        null);
  }

  private static ToolExecution execution(int turn, String callId, ToolStatus status) {
    return new ToolExecution(turn, callId, "read_file", status, null, Duration.ofMillis(20));
  }

  private static Branch branch(BranchId id) {
    boolean[] sampled = new boolean[18];
    byte[] reasons = new byte[18];
    Arrays.fill(reasons, MaskReason.PROMPT.code());
    mark(sampled, reasons, PROMPT, MaskReason.ERROR_STEP);
    mark(sampled, reasons, 12, MaskReason.TRAINED);
    return new Branch(
        id,
        null,
        BranchOrigin.FIRST,
        Tokens.of(ids(), sampled, reasons, null),
        List.of(
            Turn.of(0, PROMPT, Turn.Role.CONTEXT, null),
            Turn.of(PROMPT, 10, Turn.Role.ASSISTANT, 0),
            Turn.of(10, 12, Turn.Role.TOOL, null),
            Turn.of(12, 16, Turn.Role.ASSISTANT, 1),
            Turn.of(16, 18, Turn.Role.TOOL, null)),
        List.of(),
        new TokenizerRef("words", "a".repeat(64), "b".repeat(64)));
  }

  private static void mark(boolean[] sampled, byte[] reasons, int from, MaskReason reason) {
    Arrays.fill(sampled, from, from + SAMPLED, true);
    Arrays.fill(reasons, from, from + SAMPLED, reason.code());
  }

  private static int[] ids() {
    int[] ids = new int[18];
    Arrays.setAll(ids, i -> i + 100);
    return ids;
  }
}
