package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewayListener;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// A gateway before an engine that takes no time, for clients of other languages. Prints its
/// address and the keys of its sessions, a line each, and serves until its input ends.
final class GatewayServer {
  private GatewayServer() {}

  /// @param args how many sessions
  public static void main(String... args) throws IOException {
    ChatFormat format = ChatFormats.bundled();
    Path directory = Files.createTempDirectory("gateway");
    GatewaySettings settings = GatewaySettings.at(directory.resolve("s"));
    try (Gateway gateway = Gateway.start(settings, InstantSource.system())) {
      StringBuilder lines = new StringBuilder().append(gateway.address()).append('\n');
      for (int i = 0; i < Integer.parseInt(args[0]); i++) {
        GatewayEpisode episode =
            new GatewayEpisode(
                new EpisodeId("episode-" + i),
                () -> new InstantEngine(format),
                format,
                Limits.DEFAULT,
                ServedModel.named("millrace"),
                new Vigilance.Off(),
                GatewayListener.NONE);
        lines.append(gateway.open(episode).key()).append('\n');
      }
      System.out.print(lines);
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    } finally {
      Files.deleteIfExists(directory);
    }
  }
}
