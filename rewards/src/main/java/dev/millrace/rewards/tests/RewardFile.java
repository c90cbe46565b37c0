package dev.millrace.rewards.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the number that a test script wrote.
final class RewardFile {
  static final String TEXT = "/logs/verifier/reward.txt";
  static final String JSON = "/logs/verifier/reward.json";
  static final int LARGEST_BYTES = 1 << 20;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private RewardFile() {}

  /// The reward in the file or files.
  ///
  /// @throws BrokenReportException when there is none, or none that can be used
  static double read(Sandbox sandbox) throws InterruptedException, BrokenReportException {
    Optional<byte[]> text = content(sandbox, TEXT);
    Optional<byte[]> json = content(sandbox, JSON);
    if (text.isEmpty() && json.isEmpty()) {
      throw new BrokenReportException("neither " + TEXT + " nor " + JSON + " was written");
    }
    if (text.isEmpty()) {
      return fromJson(json.orElseThrow());
    }
    double reward = fromText(text.orElseThrow());
    if (json.isPresent() && fromJson(json.orElseThrow()) != reward) {
      throw new BrokenReportException(
          TEXT + " says " + reward + " but " + JSON + " says " + fromJson(json.orElseThrow()));
    }
    return reward;
  }

  static double fromText(byte[] content) throws BrokenReportException {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (!NUMBER.matcher(text).matches()) {
      throw new BrokenReportException(TEXT + " holds " + shown(text) + ", not one number");
    }
    return finite(Double.parseDouble(text), TEXT);
  }

  static double fromJson(byte[] content) throws BrokenReportException {
    JsonNode reward;
    try {
      reward = MAPPER.readTree(content).path("reward");
    } catch (JsonProcessingException e) {
      throw new BrokenReportException(JSON + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BrokenReportException(JSON + " cannot be read: " + e.getMessage());
    }
    if (!reward.isNumber()) {
      throw new BrokenReportException(JSON + " has no number named reward");
    }
    return finite(reward.doubleValue(), JSON);
  }

  private static double finite(double reward, String file) throws BrokenReportException {
    if (!Double.isFinite(reward)) {
      throw new BrokenReportException(file + " holds " + reward + ", which is not finite");
    }
    return reward;
  }

  private static String shown(String text) {
    return text.isEmpty()
        ? "nothing"
        : "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
  }

  private static Optional<byte[]> content(Sandbox sandbox, String file)
      throws InterruptedException, BrokenReportException {
    try {
      return sandbox.read(file, LARGEST_BYTES);
    } catch (FailureException e) {
      throw new BrokenReportException(
          file + " cannot be read or is over 1 MiB: " + e.failure().detail());
    }
  }
}
