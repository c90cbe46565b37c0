package dev.millrace.rollout.sandbox.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The digest of a blob, `sha256:` and 64 or `sha512:` and 128 lower-case hexadecimal digits. Safe
/// as part of a path.
record Digest(String algorithm, String hex) {
  private static final Pattern FORM =
      Pattern.compile("(?:(sha256):([0-9a-f]{64}))|(?:(sha512):([0-9a-f]{128}))");
  private static final Map<String, String> NAMES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  static Digest parse(String where, String text) throws BadImageException {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BadImageException(
          where + ": expected sha256: and 64 hexadecimal digits, found '" + text + "'");
    }
    return matcher.group(1) != null
        ? new Digest(matcher.group(1), matcher.group(2))
        : new Digest(matcher.group(3), matcher.group(4));
  }

  static Digest sha256(byte[] bytes) {
    return finish("sha256", start("sha256").digest(bytes));
  }

  static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(NAMES.getOrDefault(algorithm, algorithm));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  static Digest finish(String algorithm, byte[] value) {
    return new Digest(algorithm, HexFormat.of().formatHex(value));
  }

  /// Where an image layout has the blob.
  String blobPath() {
    return "blobs/" + algorithm + "/" + hex;
  }

  /// As a file name.
  String fileName() {
    return algorithm + "-" + hex;
  }

  void require(String where, Digest actual) throws BadImageException {
    if (!equals(actual)) {
      throw new BadImageException(where + ": expected " + this + ", its bytes give " + actual);
    }
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
