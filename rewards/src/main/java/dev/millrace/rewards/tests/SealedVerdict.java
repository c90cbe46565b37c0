package dev.millrace.rewards.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verdict.Sign;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a verdict that a script has signed: a line with the HMAC-SHA256 in hex, then the signed
/// JSON: `rewards`, a flat object of numbers with `reward`, and `tests`, a list of lists of a name,
/// how it ended (`passed`, `failure`, `error` or `skipped`), and a line that says why.
final class SealedVerdict {
  static final String FILE = "/logs/verifier/verdict.json";
  private static final int LARGEST_BYTES = 16 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SealedVerdict() {}

  /// @throws BrokenReportException when there is none, or none with this seal's signature
  static Verdict.Judged read(Sandbox sandbox, Seal seal)
      throws InterruptedException, BrokenReportException {
    byte[] signed =
        switch (sandbox.look(FILE, LARGEST_BYTES)) {
          case Found.Content(byte[] bytes, _) -> bytes;
          case Found.Absent _ ->
              throw new BrokenReportException(Sign.SILENCED, FILE + " was not written");
          case Found.TooLarge _ -> throw new BrokenReportException(FILE + " is over 16 MiB");
          case Found.Other _ ->
              throw new BrokenReportException(Sign.FORGED, FILE + " is no regular file");
        };
    int line = indexOf(signed, (byte) '\n');
    String mac = new String(signed, 0, Math.max(line, 0), StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOfRange(signed, line + 1, signed.length);
    if (!seal.hasSigned(text, mac)) {
      throw new BrokenReportException(
          Sign.FORGED,
          FILE + " is not signed with the key of this run: something else has written it");
    }
    return verdict(parse(text));
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    int at = 0;
    while (at < bytes.length && bytes[at] != wanted) {
      at++;
    }
    return at == bytes.length ? -1 : at;
  }

  private static JsonNode parse(byte[] text) throws BrokenReportException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BrokenReportException(FILE + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BrokenReportException(FILE + " cannot be read: " + e.getMessage());
    }
  }

  private static Verdict.Judged verdict(JsonNode root) throws BrokenReportException {
    Rewards rewards = Rewards.of(root.path("rewards"), FILE);
    List<TestResult> tests = new ArrayList<>();
    for (JsonNode test : root.path("tests")) {
      @Nullable String message = test.path(2).isTextual() ? test.path(2).textValue() : null;
      tests.add(new TestResult(test.path(0).asText(), status(test.path(1).asText()), message));
    }
    return new Verdict.Judged(rewards.correctness(null), tests, rewards.metrics(null));
  }

  private static Status status(String word) throws BrokenReportException {
    return switch (word) {
      case "passed" -> Status.PASSED;
      case "failure" -> Status.FAILED;
      case "error" -> Status.ERROR;
      case "skipped" -> Status.SKIPPED;
      default -> throw new BrokenReportException(FILE + " says of a test that it is " + word);
    };
  }
}
