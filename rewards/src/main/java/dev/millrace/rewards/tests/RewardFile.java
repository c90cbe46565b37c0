package dev.millrace.rewards.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import dev.millrace.rewards.Verdict.Sign;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what a test script wrote: `reward.txt` with one number, which is named `reward`, or
/// `reward.json` with several by name. Where both are there, they are put together, and must not
/// say two things of `reward`.
final class RewardFile {
  static final String TEXT = "/logs/verifier/reward.txt";
  static final String JSON = "/logs/verifier/reward.json";
  static final int LARGEST_BYTES = 1 << 20;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,4})?");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private RewardFile() {}

  /// What was written.
  ///
  /// @param changed when the older one of the files was last changed; empty where it is not known
  record Written(Rewards rewards, Optional<Instant> changed) {}

  /// The rewards in the file or files.
  ///
  /// @throws BrokenReportException when there are none, or none that can be used
  static Written read(Sandbox sandbox) throws InterruptedException, BrokenReportException {
    Optional<Found.Content> text = content(sandbox, TEXT);
    Optional<Found.Content> json = content(sandbox, JSON);
    if (text.isEmpty()) {
      Found.Content only =
          json.orElseThrow(
              () -> new BrokenReportException("neither " + TEXT + " nor " + JSON + " was written"));
      return new Written(fromJson(only.bytes()), only.changed());
    }
    double reward = fromText(text.get().bytes());
    Rewards alone = Rewards.of(reward, TEXT);
    if (json.isEmpty()) {
      return new Written(alone, text.get().changed());
    }
    Optional<Instant> changed =
        text.get()
            .changed()
            .flatMap(one -> json.get().changed().map(two -> one.isBefore(two) ? one : two));
    return new Written(together(reward, fromJson(json.get().bytes())), changed);
  }

  private static Rewards together(double reward, Rewards named) throws BrokenReportException {
    Double other = named.values().get(Rewards.REWARD);
    if (other != null && other != reward) {
      throw new BrokenReportException(TEXT + " says " + reward + " but " + JSON + " says " + other);
    }
    SortedMap<String, Double> all = new TreeMap<>(named.values());
    all.put(Rewards.REWARD, reward);
    return new Rewards(all, TEXT + " with " + JSON);
  }

  static double fromText(byte[] content) throws BrokenReportException {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw new BrokenReportException(TEXT + " is empty");
    }
    if (!NUMBER.matches(text)) {
      throw new BrokenReportException(TEXT + " holds " + shown(text) + ", not one number");
    }
    double reward = Double.parseDouble(text);
    if (!Double.isFinite(reward)) {
      throw new BrokenReportException(TEXT + " holds " + reward + ", which is not finite");
    }
    return reward;
  }

  static Rewards fromJson(byte[] content) throws BrokenReportException {
    if (new String(content, StandardCharsets.UTF_8).isBlank()) {
      throw new BrokenReportException(JSON + " is empty");
    }
    try {
      return Rewards.of(MAPPER.readTree(content), JSON);
    } catch (JsonProcessingException e) {
      throw new BrokenReportException(JSON + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BrokenReportException(JSON + " cannot be read: " + e.getMessage());
    }
  }

  private static String shown(String text) {
    return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
  }

  private static Optional<Found.Content> content(Sandbox sandbox, String file)
      throws InterruptedException, BrokenReportException {
    return switch (sandbox.look(file, LARGEST_BYTES)) {
      case Found.Content found -> Optional.of(found);
      case Found.Absent _ -> Optional.empty();
      case Found.TooLarge _ -> throw new BrokenReportException(file + " is over 1 MiB");
      case Found.Other _ ->
          throw new BrokenReportException(
              Sign.FORGED, file + " is a link, a directory, a pipe or unreadable");
    };
  }
}
