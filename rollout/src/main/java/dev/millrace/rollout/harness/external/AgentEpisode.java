package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.SessionRecord;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.TurnEvent;
import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One agent at work. Used by the episode's thread.
final class AgentEpisode {
  private static final int END_BYTES = 64 << 20;

  private final EpisodeRun run;
  private final ExternalHarness.Settings settings;
  private final Launcher launcher;
  private final Instant startedAt;
  private Workspace.Account account = Workspace.Account.NOTHING;
  private @Nullable ExecResult ended;
  private @Nullable WorkspaceDelta end;
  private @Nullable String answer;

  AgentEpisode(EpisodeRun run, ExternalHarness.Settings settings, Launcher launcher) {
    this.run = run;
    this.settings = settings;
    this.launcher = launcher;
    this.startedAt = run.clock().instant();
  }

  Trajectory run(Function<GatewayEpisode, GatewaySession> gateway, String harness)
      throws InterruptedException {
    AgentEnd agent = new AgentEnd(run, settings.agent(), harness, startedAt);
    SessionRecord record = AgentEnd.NOTHING;
    Outcome outcome;
    try {
      checkTask(run.task());
      GatewaySession session = gateway.apply(episode());
      try (session) {
        work(session);
      } finally {
        // Calls under way have ended by now, so the record is whole.
        record = session.record();
      }
      outcome = agent.outcome(left(), record);
    } catch (FailureException e) {
      outcome = new Outcome.Failed(e.failure());
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(new Failure.Agent(Seam.describe(e)));
    }
    return agent.trajectory(record, outcome, left());
  }

  private AgentEnd.Left left() {
    return new AgentEnd.Left(ended, end, answer, account);
  }

  private static void checkTask(Task task) {
    if (!task.toolbox().functions().isEmpty()) {
      throw new FailureException(
          new Failure.Agent(
              "task "
                  + task.ref().id()
                  + " has functions of its own, which an external agent cannot call; leave its"
                  + " family out, or take harness.kind tool-loop"));
    }
    if (!task.steps().isEmpty()) {
      throw new FailureException(
          new Failure.Agent(
              "task "
                  + task.ref().id()
                  + " has several steps, which an external agent is not taken through; leave its"
                  + " family out, or take harness.kind tool-loop"));
    }
  }

  private GatewayEpisode episode() {
    return new GatewayEpisode(
        run.episode().id(),
        () -> run.policy().open(run.episode(), run.task()),
        run.format(),
        run.task().limits(),
        settings.model(),
        settings.vigilance(),
        (_, call) -> run.listener().onTurn(run.episode(), new TurnEvent(call, List.of())));
  }

  private void work(GatewaySession session) throws InterruptedException {
    Attachments attachments = launcher.attachments(settings.tools(), session.socket());
    try (Sandbox sandbox =
        Seam.sandbox(() -> run.sandboxes().create(run.task().environment(), attachments))) {
      Duration setup = Duration.between(startedAt, run.clock().instant());
      account = new Workspace.Account(setup, sandbox.facts());
      Command command = launcher.command(agentCommand(session), session.socket(), limits());
      ended = Seam.sandbox(() -> sandbox.exec(command));
      answer = new Submission(run.task()).read(sandbox, END_BYTES);
      end = Seam.sandbox(() -> sandbox.capture(END_BYTES));
      account = new Workspace.Account(setup, sandbox.facts());
    }
  }

  private AgentCommand agentCommand(GatewaySession session) {
    Map<String, String> values =
        Map.of(
            "instruction", Instructions.of(run.task()),
            "base_url", "http://127.0.0.1:" + Launcher.PORT + session.baseUrl().getRawPath(),
            "key", session.key(),
            "model", settings.model().name(),
            "workdir", run.task().environment().workdir(),
            "state", Launcher.STATE,
            "executable", settings.executable());
    return AgentCommand.of(settings.agent(), values);
  }

  private Command.Limits limits() {
    Limits task = run.task().limits();
    Duration other = settings.time();
    Duration time = other == null || other.compareTo(task.wallTime()) > 0 ? task.wallTime() : other;
    return new Command.Limits(time, task.commandMemoryBytes(), task.commandOutputBytes());
  }
}
