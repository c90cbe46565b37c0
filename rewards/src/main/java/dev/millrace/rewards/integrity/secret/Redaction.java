package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts a tag in place of secrets: as long as the secret, and the same for the same secret
/// wherever it stands, so that what was written about it still makes sense.
public final class Redaction {
  private static final String WORD = "REDACTED-";
  private static final int HASH = 8;

  /// A tag that was put somewhere.
  static final Pattern TAG = Pattern.compile("REDACTED-([0-9a-f]{8})\\**");

  private final Map<String, String> tags = new TreeMap<>(Comparator.reverseOrder());
  private final Map<String, String> rules = new TreeMap<>();

  /// @param found what is taken out
  public Redaction(List<SecretScanner.Found> found) {
    for (SecretScanner.Found one : found) {
      tags.put(one.secret(), tag(one.secret()));
      rules.put(one.secret(), one.rule());
    }
  }

  public boolean isEmpty() {
    return tags.isEmpty();
  }

  /// The secrets, longest first where one begins like another.
  List<String> secrets() {
    return List.copyOf(tags.keySet());
  }

  /// A text without the secrets.
  public String of(String text) {
    String redacted = text;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      redacted = redacted.replace(tag.getKey(), tag.getValue());
    }
    return redacted;
  }

  /// What was found, as `RULE:HASH`, sorted, without the secrets.
  public List<String> summary() {
    return rules.entrySet().stream()
        .map(one -> one.getValue() + ":" + hash(one.getKey()))
        .distinct()
        .sorted()
        .toList();
  }

  private static String tag(String secret) {
    StringBuilder tag = new StringBuilder(WORD).append(hash(secret));
    while (tag.length() < secret.length()) {
      tag.append('*');
    }
    return tag.substring(0, secret.length());
  }

  /// Eight digits of the secret's SHA-256: enough to tell secrets of one run apart, and of no
  /// use to who has not the secret.
  static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
