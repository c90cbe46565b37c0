package dev.millrace.rollout.sandbox.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The form of a log's lines: `{"entry":E,"hash":"H"}`, where E is `{"index":…,"at":…,"event":…}`
/// and H is the SHA-256, in hex, over the previous line's H and the bytes of E. The bytes are
/// hashed as they stand, so that no second spelling of an entry has the same hash.
final class AuditLines {
  /// What the first line continues.
  static final String START = "0".repeat(64);

  private static final byte[] BEFORE = bytes("{\"entry\":");
  private static final byte[] BETWEEN = bytes(",\"hash\":\"");
  private static final byte[] AFTER = bytes("\"}");
  private static final int TAIL = BETWEEN.length + START.length() + AFTER.length;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Map<String, Class<?>> KINDS =
      Stream.of(AuditEvent.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, kind -> kind));

  private AuditLines() {}

  /// A line without its end.
  ///
  /// @param hash the one it ends with
  record Line(byte[] bytes, String hash) {}

  static Line write(AuditEntry entry, String previous) {
    byte[] body = body(entry);
    String hash = hash(previous, body, 0, body.length);
    byte[] line = Arrays.copyOf(BEFORE, BEFORE.length + body.length + TAIL);
    System.arraycopy(body, 0, line, BEFORE.length, body.length);
    byte[] tail = bytes(",\"hash\":\"" + hash + "\"}");
    System.arraycopy(tail, 0, line, BEFORE.length + body.length, TAIL);
    return new Line(line, hash);
  }

  /// The hash that a line has to have behind another, or has in it.
  ///
  /// @throws IOException when it has not the form of a line, or its hash does not continue the
  ///     previous one
  static String check(byte[] line, String previous) throws IOException {
    int tail = line.length - TAIL;
    boolean isFormed =
        tail >= BEFORE.length
            && matches(line, 0, BEFORE)
            && matches(line, tail, BETWEEN)
            && matches(line, line.length - AFTER.length, AFTER);
    if (!isFormed) {
      throw new IOException("it has not the form of an entry");
    }
    String expected = hash(previous, line, BEFORE.length, tail - BEFORE.length);
    int at = tail + BETWEEN.length;
    String actual = new String(line, at, START.length(), StandardCharsets.ISO_8859_1);
    if (!actual.equals(expected)) {
      throw new IOException("its hash is " + actual + ", expected " + expected);
    }
    return actual;
  }

  /// @param line that was checked
  static AuditEntry read(byte[] line) throws IOException {
    JsonNode entry = JSON.readTree(line, BEFORE.length, line.length - TAIL - BEFORE.length);
    JsonNode event = entry.path("event");
    Class<?> kind = KINDS.get(event.path("kind").asText());
    if (kind == null || !(event instanceof ObjectNode fields)) {
      throw new IOException("it is of no known kind: " + event.path("kind"));
    }
    fields.remove("kind");
    try {
      return new AuditEntry(
          entry.path("index").asLong(),
          Instant.parse(entry.path("at").asText()),
          (AuditEvent) Objects.requireNonNull(JSON.treeToValue(fields, kind)));
    } catch (DateTimeException e) {
      throw new IOException("its time is none: " + entry.path("at"), e);
    }
  }

  private static byte[] body(AuditEntry entry) {
    ObjectNode event = JSON.createObjectNode();
    event.put("kind", entry.event().getClass().getSimpleName());
    event.setAll((ObjectNode) JSON.valueToTree(entry.event()));
    ObjectNode body = JSON.createObjectNode();
    body.put("index", entry.index());
    body.put("at", entry.at().toString());
    body.set("event", event);
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry that is no JSON: " + entry, e);
    }
  }

  private static String hash(String previous, byte[] bytes, int from, int length) {
    MessageDigest sha = Digests.sha256();
    sha.update(bytes(previous));
    sha.update(bytes, from, length);
    return HexFormat.of().formatHex(sha.digest());
  }

  private static boolean matches(byte[] line, int at, byte[] expected) {
    return Arrays.equals(line, at, at + expected.length, expected, 0, expected.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
