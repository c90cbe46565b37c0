package dev.millrace.rollout.harness.external;

import static dev.millrace.rollout.harness.external.AgentRuns.call;
import static dev.millrace.rollout.harness.external.AgentRuns.called;
import static dev.millrace.rollout.harness.external.AgentRuns.changed;
import static dev.millrace.rollout.harness.external.AgentRuns.content;
import static dev.millrace.rollout.harness.external.AgentRuns.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.SessionRecord;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// With real sandboxes: what is to be shown is that a command in one reaches the gateway.
final class ExternalHarnessTest {
  private static final String ASK =
      "exec 3<>/dev/tcp/127.0.0.1/" + Launcher.PORT + "; echo $0 >&3; head -n 1 <&3 > answer";

  @TempDir static Path directory;
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  private static AgentRuns runs() {
    return new AgentRuns(directory, PROVIDERS.shared(Mechanism.UNSHARE));
  }

  @Test
  void anAgentReachesTheGatewayAndItsWorkIsKept() throws Exception {
    Trajectory trajectory = runs().run(List.of("bash", "-c", ASK, "{instruction}"), called(null));
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
        runs()
            .run(
                List.of("bash", "-c", script, "{model}", "{state}", "{instruction}"), called(null));
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
  void aStatusIsAFactAndNoFailure() throws Exception {
    Trajectory trajectory =
        runs().run(List.of("bash", "-c", "exit 3", "{instruction}"), called(null));
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
    assertEquals("3", trajectory.provenance().facts().get("agent_exit_code"));
  }

  @Test
  void anAgentThatNeverCalledTheModelHasFailedWithItsLastWords() throws Exception {
    Trajectory trajectory =
        runs()
            .run(
                List.of("bash", "-c", "echo no such option; exit 2", "{instruction}"),
                AgentEnd.NOTHING);
    Failure failure = assertInstanceOf(Outcome.Failed.class, trajectory.outcome()).failure();
    assertInstanceOf(Failure.Agent.class, failure);
    assertTrue(failure.detail().contains("status 2"), failure.detail());
    assertTrue(failure.detail().contains("no such option"), failure.detail());
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws Exception {
    Trajectory trajectory = runs().run(List.of("/opt/none", "{instruction}"), AgentEnd.NOTHING);
    Failure failure = assertInstanceOf(Outcome.Failed.class, trajectory.outcome()).failure();
    assertTrue(failure.detail().contains("/opt/none"), failure.detail());
  }

  @Test
  void anEnginesFailureIsTheEpisodes() throws Exception {
    Failure engine = new Failure.Engine("gone");
    Trajectory trajectory =
        runs().run(List.of("bash", "-c", "exit 1", "{instruction}"), called(engine));
    assertEquals(new Outcome.Failed(engine), trajectory.outcome());
  }

  @Test
  void anAgentThatTakesTooLongIsCutAndJudged() throws Exception {
    Trajectory trajectory = runs().cut("echo x > /app/x; sleep 600");
    assertEquals(new Outcome.Truncated(Outcome.Limit.WALL_TIME), trajectory.outcome());
    assertEquals(List.of("app/x"), changed(trajectory));
  }

  @Test
  void aLimitThatEndsAnAgentIsNamed() throws Exception {
    SessionRecord two = record(List.of(call(0), call(1)), null);
    Trajectory trajectory = runs().run(List.of("bash", "-c", "exit 1", "{instruction}"), two);
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
    Trajectory trajectory = runs().run(List.of("bash", "-c", "exit 0", "{instruction}"), circling);
    assertEquals(new Outcome.Truncated(Outcome.Limit.STALL), trajectory.outcome());
    assertEquals("nothing_new", trajectory.provenance().facts().get("watch_ended"));
  }
}
