package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Digests of what a log does not keep.
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static AuditEvent.Content of(byte[] content) {
    return new AuditEvent.Content(
        content.length, HexFormat.of().formatHex(sha256().digest(content)));
  }

  static AuditEvent.Content of(WorkspaceDelta delta) {
    return new AuditEvent.Content(delta.sizeBytes(), delta.digest());
  }

  static AuditEvent.Traced of(Command command) {
    List<String> secrets =
        command.variables().entrySet().stream()
            .filter(variable -> Masking.isSecretName(variable.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    String text = String.join(" ", command.argv());
    return new AuditEvent.Traced(words(command.argv()), Masking.text(text, secrets));
  }

  static AuditEvent.Traced ofScript(String script) {
    return new AuditEvent.Traced(words(List.of(script)), Masking.text(script));
  }

  private static String words(List<String> words) {
    MessageDigest sha = sha256();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes.length));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
