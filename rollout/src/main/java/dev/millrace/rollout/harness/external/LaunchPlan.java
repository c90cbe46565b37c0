package dev.millrace.rollout.harness.external;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What [Launch] is told on its standard input.
///
/// @param socket the gateway's, as the sandbox sees it
/// @param port of 127.0.0.1 that leads there
record LaunchPlan(String socket, int port, AgentCommand command) {
  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      text(out, socket);
      out.writeInt(port);
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
