package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.HarnessChoice;
import dev.millrace.orchestrator.config.PolicyChoice;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.Harness;
import dev.millrace.rollout.harness.LoopSettings;
import dev.millrace.rollout.harness.ToolLoop;
import dev.millrace.rollout.harness.external.AgentProfile;
import dev.millrace.rollout.harness.external.ExternalHarness;
import dev.millrace.rollout.sandbox.Attachments.ReadOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A worker's harness, with what it holds open.
record Harnesses(Harness harness, Runnable release) implements AutoCloseable {
  /// @throws ConfigException when the agent cannot be run as configured
  static Harnesses open(RunConfig config, InstantSource clock) {
    return switch (config.harness().kind()) {
      case TOOL_LOOP -> new Harnesses(new ToolLoop(LoopChoice.of(config)), () -> {});
      case EXTERNAL -> external(config, clock);
    };
  }

  private static Harnesses external(RunConfig config, InstantSource clock) {
    ExternalHarness.Settings settings = settings(config);
    try {
      // A socket's path has at most 107 bytes, so it does not go below the run's directory.
      Path directory = Files.createTempDirectory("millrace-");
      Path sockets = Files.createDirectory(directory.resolve("gateway"));
      Gateway gateway = Gateway.start(GatewaySettings.at(sockets.resolve("sock")), clock);
      Harness harness = ExternalHarness.open(settings, gateway::open, directory.resolve("launch"));
      return new Harnesses(
          harness,
          () -> {
            gateway.close();
            delete(directory);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the gateway of agents", e);
    }
  }

  private static ExternalHarness.Settings settings(RunConfig config) {
    HarnessChoice choice = config.harness();
    if (config.policy().kind() != PolicyChoice.Kind.ENGINE) {
      throw new ConfigException(
          "harness.kind: an external agent needs policy.kind engine (or --engine URL); the"
              + " reference policy knows the built-in tools alone");
    }
    AgentProfile agent =
        choice.command().isEmpty()
            ? AgentProfile.named(choice.agent())
            : AgentProfile.ofCommand(choice.agent(), choice.command());
    return new ExternalHarness.Settings(
        agent,
        choice.executable(),
        choice.attach().stream().map(Harnesses::attached).toList(),
        served(config),
        LoopChoice.of(config).vigilance(),
        choice.time());
  }

  /// What agents are told of the model.
  static ServedModel served(RunConfig config) {
    HarnessChoice.Names names = config.harness().names();
    LoopSettings loop = LoopChoice.of(config);
    return new ServedModel(
        HarnessChoice.MODEL,
        names.models(),
        names.smallModels(),
        loop.thinking(),
        loop.toolCalls());
  }

  private static ReadOnly attached(String directory) {
    List<String> parts = Stream.of(directory.split("=", 2)).toList();
    Path host = Path.of(parts.getFirst());
    if (!Files.isDirectory(host)) {
      throw new ConfigException(
          "harness.attach: " + host + " is not a directory; give absolute ones of this host");
    }
    return new ReadOnly(host, parts.getLast());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
