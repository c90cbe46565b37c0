package dev.millrace.rollout.harness.external;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.gateway.SessionRecord;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.sandbox.Attachments.ReadOnly;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs agents in real sandboxes, behind a gateway that hands out a record made before.
///
/// @param directory for what each run needs on the host
record AgentRuns(Path directory, SandboxProvider sandboxes) {
  static final Verification ANSWER = new ExpectedAnswer("1", ExpectedAnswer.Kind.TEXT, 0);
  private static final Toolbox PLAIN = new Toolbox(Toolbox.BUILTIN.builtin(), List.of(), List.of());

  Trajectory run(List<String> argv, SessionRecord record) throws Exception {
    return run(argv, record, Duration.ofMinutes(2));
  }

  /// An agent that does something and does not end: on a busy machine it may need more time for
  /// that than there is at first.
  Trajectory cut(String script) throws Exception {
    List<String> argv = List.of("bash", "-c", script, "{instruction}");
    Trajectory trajectory = run(argv, called(null), Duration.ofSeconds(3));
    return trajectory.end().answer() == null && changed(trajectory).isEmpty()
        ? run(argv, called(null), Duration.ofMinutes(1))
        : trajectory;
  }

  Trajectory run(List<String> argv, SessionRecord record, Duration time) throws Exception {
    Path own = Files.createTempDirectory(directory, "t");
    Path tools = Files.createDirectory(own.resolve("tools"));
    Files.writeString(tools.resolve("tool"), "a tool\n");
    try (var gateway = new PlannedGateway(own.resolve("sock"), record)) {
      var settings =
          new ExternalHarness.Settings(
              AgentProfile.ofCommand("mine", argv),
              "unused",
              List.of(new ReadOnly(tools, "/opt/tools")),
              ServedModel.named("m"),
              new Vigilance.Off(),
              time);
      Trajectory trajectory =
          ExternalHarness.open(settings, gateway::open, own.resolve("launch")).run(episode());
      assertTrue(gateway.sessionClosed());
      return trajectory;
    }
  }

  static Task task(Verification verification) {
    Limits limits =
        new Limits(2, 2_000, Duration.ofMinutes(1), Duration.ofSeconds(30), 1L << 30, 4_000);
    return new Task(
        new TaskRef(new TaskId("swe/t"), "swe", "0".repeat(64)),
        "Fix it.",
        new Environment(List.of(), Map.of(), "/app", null, "external"),
        PLAIN,
        verification,
        limits,
        null);
  }

  private EpisodeRun episode() {
    Task task = task(ANSWER);
    GroupId group = new GroupId("g1");
    return new EpisodeRun(
        new Episode(Episode.idOf(group, 0), task.ref(), group, 0, 0, 7, "p"),
        task,
        new NoPolicy(),
        ChatFormats.bundled(),
        sandboxes,
        TurnListener.NONE,
        InstantSource.system());
  }

  /// Of an agent that called the model once.
  ///
  /// @param failure of the engine, or null
  static SessionRecord called(@Nullable Failure failure) {
    return record(List.of(call(0)), failure);
  }

  static SessionRecord record(List<ModelCall> calls, @Nullable Failure failure) {
    return new SessionRecord(
        List.of(new Message.User("Fix it.")),
        List.of(),
        calls,
        List.of(),
        Map.of(),
        Map.of("title", 2),
        Map.of(),
        failure,
        null);
  }

  static ModelCall call(int turn) {
    return new ModelCall(
        turn,
        new BranchId("b"),
        3,
        "0".repeat(64),
        2,
        FinishReason.STOP,
        Duration.ZERO,
        Map.of(),
        null);
  }

  /// The files that were changed.
  static List<String> changed(Trajectory trajectory) {
    return files(trajectory).stream().map(DeltaEntry::path).toList();
  }

  private static List<DeltaEntry> files(Trajectory trajectory) {
    var workspace = trajectory.end().workspace();
    return workspace == null
        ? List.of()
        : DeltaArchive.decode(workspace).stream()
            .filter(entry -> !(entry instanceof DeltaEntry.Directory))
            .toList();
  }

  /// Of the first file that was changed.
  static String content(Trajectory trajectory) {
    return files(trajectory).getFirst() instanceof DeltaEntry.File file
        ? new String(file.content(), StandardCharsets.UTF_8)
        : "";
  }

  /// Nobody samples it.
  private static final class NoPolicy implements Policy {
    @Override
    public String name() {
      return "p";
    }

    @Override
    public PolicySession open(Episode episode, Task task) {
      throw new IllegalStateException("nobody asks");
    }
  }
}
