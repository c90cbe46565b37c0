package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds trajectories by hand: each word is a token whose id derives from its letters, so equal
/// texts have equal tokens. Roles are one token each.
public final class Trajectories {
  private final Episode episode;
  private final BranchId branch;
  private final List<Message> messages = new ArrayList<>();
  private final List<ModelCall> calls = new ArrayList<>();
  private final List<ToolExecution> executions = new ArrayList<>();
  private final WordChain chain;
  private final List<Flag> flags = new ArrayList<>();
  private BranchOrigin origin = BranchOrigin.FIRST;
  private @Nullable Thinking thinking;
  private @Nullable SamplingFacts sampling;
  private long promptTokens;
  private long sampledTokens;
  private Outcome outcome = new Outcome.Completed(Outcome.Ending.SUBMITTED);
  private double[] potentials = {0.0, 1.0};

  private Trajectories(String task, String group, int member) {
    GroupId groupId = new GroupId(group);
    TaskId taskId = new TaskId(task);
    String family = task.substring(0, task.indexOf('/'));
    this.episode =
        new Episode(
            Episode.idOf(groupId, member),
            new TaskRef(taskId, family, "d".repeat(64)),
            groupId,
            member,
            0,
            7L + member,
            "reference");
    this.branch = new BranchId(episode.id().value() + ".b0");
    this.chain = new WordChain(branch);
  }

  /// Starts an episode of `family/name`, with a system prompt and an instruction.
  public static Trajectories of(String task, String group, int member) {
    Trajectories builder = new Trajectories(task, group, member);
    builder.given(new Message.SystemPrompt("you are careful"), Turn.Role.CONTEXT);
    builder.given(new Message.User("please solve " + task), Turn.Role.CONTEXT);
    return builder;
  }

  /// A right step: the policy calls `bash` and reads the result.
  public Trajectories step(String command, String result) {
    return call(command, result, MaskReason.TRAINED, ToolStatus.OK, Map.of());
  }

  /// A faulty step, labelled and masked as the reference policy does it.
  public Trajectories fault(String kind, String command, String result) {
    return call(
        command, result, MaskReason.ERROR_STEP, ToolStatus.TOOL_ERROR, Map.of("fault", kind));
  }

  /// A last turn without a call.
  public Trajectories say(String text) {
    sampled(new Message.Assistant(text, null, List.of()), MaskReason.TRAINED, Map.of());
    return this;
  }

  public Trajectories withLogprobs(int weightVersion) {
    chain.reportLogprobs(weightVersion);
    return this;
  }

  /// A branch that came about otherwise.
  public Trajectories origin(BranchCause cause, Fidelity fidelity) {
    origin = new BranchOrigin(cause, fidelity);
    return this;
  }

  /// The next turn has no log-probability on its first token, though others have one.
  public Trajectories missingOneLogprob() {
    chain.missNextLogprob();
    return this;
  }

  /// From here on, sampled under a mask and thinking.
  public Trajectories masked() {
    sampling = new SamplingFacts("vllm", 0.7, 0.95, 40, LogprobKind.BEHAVIOUR, Distribution.MASKED);
    thinking = new Thinking(true, false, ThinkingMode.TURN_LEVEL);
    return this;
  }

  public Trajectories ending(Outcome how) {
    outcome = how;
    return this;
  }

  public Trajectories flag(String kind) {
    flags.add(new Flag(kind, 0, "tests/test_it.py", "changed"));
    return this;
  }

  public Trajectories potentials(double... values) {
    potentials = values;
    return this;
  }

  public ScoredTrajectory scored(double correctness, double total) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("correctness", correctness);
    parts.put("coverage", potentials[potentials.length - 1]);
    parts.put("tokens", (double) sampledTokens);
    List<Potential> progress = new ArrayList<>();
    for (int i = 0; i < potentials.length; i++) {
      progress.add(new Potential(i, i * 10L, potentials[i]));
    }
    List<TestResult> tests =
        List.of(
            new TestResult("test_a", TestResult.Status.PASSED, null),
            new TestResult("test_b", TestResult.Status.FAILED, "expected 1, was 2"));
    return new ScoredTrajectory(
        trajectory(),
        new Judgement.Scored(new Score(parts, total, "f".repeat(64), tests, progress, flags)));
  }

  public ScoredTrajectory unscored(Failure failure) {
    return new ScoredTrajectory(trajectory(), new Judgement.Unscored(failure));
  }

  public ScoredTrajectory unscored(Failure failure, List<Flag> flags) {
    return new ScoredTrajectory(trajectory(), new Judgement.Unscored(failure, flags));
  }

  /// An episode that broke before its first call.
  public static ScoredTrajectory brokenAtStart(String task, String group, int member) {
    Failure failure = new Failure.Environment("no image");
    Trajectories builder = new Trajectories(task, group, member);
    return new ScoredTrajectory(
        new Trajectory(
            builder.episode,
            List.of(),
            List.of(),
            builder.events(),
            List.of(),
            new Outcome.Failed(failure),
            Trajectory.End.NOTHING,
            new Provenance("reference", "loop", "none", Map.of())),
        new Judgement.Unscored(failure));
  }

  private Trajectory trajectory() {
    return new Trajectory(
        episode,
        List.of(
            new ToolSpec(
                "bash",
                "Runs a command",
                "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\"}}}")),
        messages,
        events(),
        List.of(chain.branch(origin)),
        outcome,
        new Trajectory.End("done", WorkspaceDelta.storedElsewhere("e".repeat(64), 99), List.of()),
        new Provenance("reference", "loop", "namespace", Map.of("engine", "none")));
  }

  private Trajectory.Events events() {
    int errors = (int) executions.stream().filter(e -> e.status().isError()).count();
    return new Trajectory.Events(
        calls,
        executions,
        new Usage(calls.size(), promptTokens, sampledTokens, executions.size(), errors),
        new Timings(
            Instant.parse("2026-01-02T03:04:05.678901Z"),
            Duration.ofNanos(1_234_567_891L),
            Duration.ofMillis(3),
            Duration.ofMillis(5),
            Duration.ofMillis(7)));
  }

  private Trajectories call(
      String command,
      String result,
      MaskReason reason,
      ToolStatus status,
      Map<String, String> labels) {
    int turn = calls.size();
    String callId = "call_" + turn;
    ToolCall call = new ToolCall(callId, "bash", "{\"command\":\"" + command + "\"}");
    sampled(new Message.Assistant("", null, List.of(call)), reason, labels);
    executions.add(new ToolExecution(turn, callId, "bash", status, 0, Duration.ofMillis(11)));
    given(new Message.ToolResult(callId, "bash", result), Turn.Role.TOOL);
    return this;
  }

  private void given(Message message, Turn.Role role) {
    MaskReason reason = role == Turn.Role.TOOL ? MaskReason.TOOL : MaskReason.PROMPT;
    messages.add(message);
    chain.given(role, message.content(), reason);
  }

  private void sampled(Message.Assistant message, MaskReason reason, Map<String, String> labels) {
    int start = chain.sampled(text(message), reason, calls.size(), thinking);
    int[] all = chain.ids();
    calls.add(
        new ModelCall(
            calls.size(),
            branch,
            start,
            Tokens.prefixDigest(all, start),
            all.length - start,
            FinishReason.STOP,
            Duration.ofMillis(13),
            labels,
            sampling));
    promptTokens += start;
    sampledTokens += all.length - start;
    messages.add(message);
  }

  private static String text(Message.Assistant message) {
    String call =
        message.toolCalls().isEmpty() ? "" : message.toolCalls().getFirst().argumentsJson();
    return message.content() + " " + call;
  }

  /// The token of a word.
  public static int id(String word) {
    return WordChain.id(word);
  }
}
