package dev.millrace.rewards.tests;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key for one run of a test script, made after everything of the agent's has ended. It lies in a
/// file beside the tests that the script removes before anything of the agent's can run again.
final class Seal {
  static final String FILE = "/tests/.seal";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key = new byte[32];

  private Seal() {}

  static Seal fresh() {
    Seal seal = new Seal();
    RANDOM.nextBytes(seal.key);
    return seal;
  }

  /// For a script that signs its verdict.
  ///
  /// @param time after which it is to have written one
  byte[] forSigning(Duration time) {
    String json = "{\"key\": \"" + word() + "\", \"seconds\": " + time.toMillis() / 1000.0 + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /// For a script that knows nothing of it: a word that stands beside what it wrote itself.
  byte[] forGuarding() {
    return (word() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Nobody else knows it.
  String word() {
    return HexFormat.of().formatHex(key);
  }

  /// Whether a text was signed with this key.
  ///
  /// @param mac in hex
  boolean hasSigned(byte[] text, String mac) {
    try {
      Mac hmac = Mac.getInstance(ALGORITHM);
      hmac.init(new SecretKeySpec(key, ALGORITHM));
      return MessageDigest.isEqual(hmac.doFinal(text), HexFormat.of().parseHex(mac));
    } catch (IllegalArgumentException _) {
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
