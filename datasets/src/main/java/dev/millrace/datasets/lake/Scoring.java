package dev.millrace.datasets.lake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One way to score: what judged, and what made totals of it.
///
/// @param formula CEL
/// @param terms SHA-256 (hex) of the formula with its penalties and its discount
/// @param judgedBy what the verdicts are from: `stored` for those that the episodes came with, else
///     digests of the code and, where they are others, of the tasks
public record Scoring(String formula, String terms, String judgedBy) {
  private static final int LENGTH = 8;

  /// Equal for equal ways; the same on every machine and at every time.
  public String id() {
    try {
      byte[] bytes = (terms + "\n" + judgedBy).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
