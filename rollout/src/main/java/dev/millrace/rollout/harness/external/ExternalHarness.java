package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.Harness;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.sandbox.Attachments.ReadOnly;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs an agent's command line in the episode's sandbox; its model is the gateway.
///
/// The sandbox has no network. A port of its loopback interface leads to the gateway's unix socket,
/// and to this episode's session only, for nobody else has its key. What the agent left in its
/// workspace is judged whatever its exit status; the status is kept as a fact. Any thread may run
/// episodes, several at once.
public final class ExternalHarness implements Harness {
  private final Settings settings;
  private final Function<GatewayEpisode, GatewaySession> gateway;
  private final Launcher launcher;

  /// How an agent is run.
  ///
  /// @param agent its command line
  /// @param executable its program, as the sandbox sees it
  /// @param tools directories that it is installed in, never changed by it
  /// @param model what it asks for
  /// @param vigilance what becomes of one that repeats itself; it cannot be warned
  /// @param time an episode may take at most, beside the task's own limit; null is no other limit
  public record Settings(
      AgentProfile agent,
      String executable,
      List<ReadOnly> tools,
      ServedModel model,
      Vigilance vigilance,
      @Nullable Duration time) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Settings(
        AgentProfile agent,
        String executable,
        List<ReadOnly> tools,
        ServedModel model,
        Vigilance vigilance,
        @Nullable Duration time) {
      if (!model.name().matches("[A-Za-z0-9._:/@-]+")) {
        throw new IllegalArgumentException(
            "the model's name for agents is \""
                + model.name()
                + "\"; use letters, digits and . _ : / @ - only, for it goes into their files");
      }
      this.agent = agent;
      this.executable = executable;
      this.tools = List.copyOf(tools);
      this.model = model;
      this.vigilance = vigilance;
      this.time = time;
    }
  }

  private ExternalHarness(
      Settings settings, Function<GatewayEpisode, GatewaySession> gateway, Launcher launcher) {
    this.settings = settings;
    this.gateway = gateway;
    this.launcher = launcher;
  }

  /// @param gateway opens a session for an episode
  /// @param directory for the program that starts agents; sandboxes can read it
  /// @throws IOException when it cannot be written there
  public static ExternalHarness open(
      Settings settings, Function<GatewayEpisode, GatewaySession> gateway, Path directory)
      throws IOException {
    return new ExternalHarness(settings, gateway, Launcher.in(directory));
  }

  @Override
  public String name() {
    return "external:" + settings.agent().name();
  }

  @Override
  public Trajectory run(EpisodeRun run) throws InterruptedException {
    return new AgentEpisode(run, settings, launcher).run(gateway, name());
  }
}
