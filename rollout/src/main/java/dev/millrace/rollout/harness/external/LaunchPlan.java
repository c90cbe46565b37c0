package dev.millrace.rollout.harness.external;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What [Launch] is told on its standard input.
///
/// @param ways open while the command runs
record LaunchPlan(List<Way> ways, AgentCommand command) {
  LaunchPlan {
    ways = List.copyOf(ways);
  }

  /// @param port of 127.0.0.1 that leads to the socket
  /// @param socket as the sandbox sees it
  record Way(int port, String socket) {}

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(ways.size());
      for (Way way : ways) {
        out.writeInt(way.port());
        text(out, way.socket());
      }
      out.writeInt(command.files().size());
      for (Map.Entry<String, String> file : command.files().entrySet()) {
        text(out, file.getKey());
        text(out, file.getValue());
      }
      out.writeInt(command.argv().size());
      for (String word : command.argv()) {
        text(out, word);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
