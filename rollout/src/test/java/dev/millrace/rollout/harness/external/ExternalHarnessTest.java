package dev.millrace.rollout.harness.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.gateway.SessionRecord;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.sandbox.Attachments.ReadOnly;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With real sandboxes: what is to be shown is that a command in one reaches the gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExternalHarnessTest {
  private static final String ASK =
      "exec 3<>/dev/tcp/127.0.0.1/" + Launcher.PORT + "; echo $0 >&3; head -n 1 <&3 > answer";
  private static final Verification ANSWER = new ExpectedAnswer("1", ExpectedAnswer.Kind.TEXT, 0);
  private static final Toolbox PLAIN = new Toolbox(Toolbox.BUILTIN.builtin(), List.of(), List.of());

  @TempDir static Path directory;
  private final Providers providers = new Providers();
  private NamespaceProvider sandboxes;

  @BeforeAll
  void open() throws IOException {
    sandboxes = providers.open(Mechanism.UNSHARE);
  }

  @AfterAll
  void close() throws IOException {
    providers.close();
  }

  @Test
  void anAgentReachesTheGatewayAndItsWorkIsKept() throws Exception {
    Trajectory trajectory = run(List.of("bash", "-c", ASK, "{instruction}"), called(null));
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
    assertEquals("external:mine", trajectory.provenance().harness());
    assertEquals("0", trajectory.provenance().facts().get("agent_exit_code"));
    assertEquals("2", trajectory.provenance().facts().get("side_calls_title"));
    assertEquals(List.of("app/answer"), changed(trajectory));
    assertTrue(content(trajectory).startsWith("FIX IT."), content(trajectory));
    assertEquals(1, trajectory.events().modelCalls().size());
  }

  @Test
  void anAgentIsToldItsPlacesAndReadsNothing() throws Exception {
    String script =
        "cat; echo \"$0 $OPENAI_BASE_URL $OPENAI_API_KEY $ANTHROPIC_BASE_URL\" > /app/told;"
            + " echo x > \"$1/x\"; pwd >> /app/told; cat /opt/tools/tool >> /app/told";
    Trajectory trajectory =
        run(List.of("bash", "-c", script, "{model}", "{state}", "{instruction}"), called(null));
    String port = "http://127.0.0.1:" + Launcher.PORT + "/s/abc";
    assertEquals(List.of("app/told"), changed(trajectory));
    assertEquals(
        "m "
            + port
            + "/v1 key-of-"
            + trajectory.episode().id().value()
            + " "
            + port
            + "\n/app\na tool\n",
        content(trajectory));
  }

  @Test
  void whatAnAgentLeavesInTheNamedFileIsItsAnswer() throws Exception {
    // The name is taken from what the agent is told, as a real one would.
    String script = "f=$(grep -o '/app/[a-z.-]*[a-z]' <<< \"$0\" | tail -n 1); echo ' 42 ' > $f";
    Trajectory trajectory = run(List.of("bash", "-c", script, "{instruction}"), called(null));
    assertEquals("42", trajectory.end().answer());
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
  }

  @Test
  void anAnswerBeforeTheTimeIsUpCounts() throws Exception {
    String script = "echo 42 > " + Submission.FILE + "; sleep 600";
    Trajectory trajectory =
        run(List.of("bash", "-c", script, "{instruction}"), called(null), Duration.ofSeconds(3));
    assertEquals("42", trajectory.end().answer());
    assertEquals(new Outcome.Truncated(Outcome.Limit.WALL_TIME), trajectory.outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "echo > F", "mkdir F", "head -c 70000 /dev/zero | tr '\\0' 1 > F"})
  void noFileOrAnEmptyOrAHugeOneIsNoAnswer(String command) throws Exception {
    String script = command.replace("F", Submission.FILE);
    Trajectory trajectory = run(List.of("bash", "-c", script, "{instruction}"), called(null));
    assertNull(trajectory.end().answer());
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
  }

  @Test
  void onlyTasksThatAskForAnAnswerSpeakOfTheFile() {
    assertTrue(Instructions.of(task(ANSWER)).contains("/app/" + Submission.FILE));
    assertFalse(
        Instructions.of(task(new StateCheck("/app/s", List.of()))).contains(Submission.FILE));
  }

  @Test
  void aStatusIsAFactAndNoFailure() throws Exception {
    Trajectory trajectory = run(List.of("bash", "-c", "exit 3", "{instruction}"), called(null));
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
    assertEquals("3", trajectory.provenance().facts().get("agent_exit_code"));
  }

  @Test
  void anAgentThatNeverCalledTheModelHasFailedWithItsLastWords() throws Exception {
    Trajectory trajectory =
        run(
            List.of("bash", "-c", "echo no such option; exit 2", "{instruction}"),
            AgentEnd.NOTHING);
    Failure failure = assertInstanceOf(Outcome.Failed.class, trajectory.outcome()).failure();
    assertInstanceOf(Failure.Agent.class, failure);
    assertTrue(failure.detail().contains("status 2"), failure.detail());
    assertTrue(failure.detail().contains("no such option"), failure.detail());
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws Exception {
    Trajectory trajectory = run(List.of("/opt/none", "{instruction}"), AgentEnd.NOTHING);
    Failure failure = assertInstanceOf(Outcome.Failed.class, trajectory.outcome()).failure();
    assertTrue(failure.detail().contains("/opt/none"), failure.detail());
  }

  @Test
  void anEnginesFailureIsTheEpisodes() throws Exception {
    Failure engine = new Failure.Engine("gone");
    Trajectory trajectory = run(List.of("bash", "-c", "exit 1", "{instruction}"), called(engine));
    assertEquals(new Outcome.Failed(engine), trajectory.outcome());
  }

  @Test
  void anAgentThatTakesTooLongIsCutAndJudged() throws Exception {
    Trajectory trajectory =
        run(
            List.of("bash", "-c", "echo x > /app/x; sleep 600", "{instruction}"),
            called(null),
            Duration.ofSeconds(3));
    assertEquals(new Outcome.Truncated(Outcome.Limit.WALL_TIME), trajectory.outcome());
    assertEquals(List.of("app/x"), changed(trajectory));
  }

  @Test
  void aLimitThatEndsAnAgentIsNamed() throws Exception {
    SessionRecord two = record(List.of(call(0), call(1)), null);
    Trajectory trajectory = run(List.of("bash", "-c", "exit 1", "{instruction}"), two);
    assertEquals(new Outcome.Truncated(Outcome.Limit.TURNS), trajectory.outcome());
  }

  @Test
  void anAgentThatWentRoundInCirclesIsTruncatedByThat() throws Exception {
    SessionRecord one = called(null);
    SessionRecord circling =
        new SessionRecord(
            one.messages(),
            one.tools(),
            one.modelCalls(),
            one.branches(),
            one.drifts(),
            one.sideCalls(),
            one.counts(),
            null,
            new Sighting(Sighting.Kind.NOTHING_NEW, 12));
    Trajectory trajectory = run(List.of("bash", "-c", "exit 0", "{instruction}"), circling);
    assertEquals(new Outcome.Truncated(Outcome.Limit.STALL), trajectory.outcome());
    assertEquals("nothing_new", trajectory.provenance().facts().get("watch_ended"));
  }

  @Test
  void placeholdersInAnInstructionStayAsTheyAre() {
    AgentProfile profile = AgentProfile.ofCommand("mine", List.of("a", "{instruction}{model}"));
    AgentCommand command =
        AgentCommand.of(profile, Map.of("instruction", "use {model} $1 \\", "model", "m"));
    assertEquals(List.of("a", "use {model} $1 \\m"), command.argv());
  }

  @Test
  void aCommandWithoutAnInstructionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> AgentProfile.ofCommand("mine", List.of("a")));
    for (String name : ReadyMade.NAMES) {
      assertFalse(AgentProfile.named(name).version().isBlank());
    }
    assertThrows(IllegalArgumentException.class, () -> AgentProfile.named("none"));
  }

  private Trajectory run(List<String> argv, SessionRecord record) throws Exception {
    return run(argv, record, Duration.ofSeconds(60));
  }

  private Trajectory run(List<String> argv, SessionRecord record, Duration time) throws Exception {
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

  private static Task task(Verification verification) {
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

  private static SessionRecord called(@Nullable Failure failure) {
    return record(List.of(call(0)), failure);
  }

  private static SessionRecord record(List<ModelCall> calls, @Nullable Failure failure) {
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

  private static ModelCall call(int turn) {
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

  private static List<String> changed(Trajectory trajectory) {
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

  private static String content(Trajectory trajectory) {
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
