package dev.millrace.rollout.gateway;

import java.security.SecureRandom;
import java.util.Base64;

/// Names that nobody guesses.
final class Keys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 12;

  private Keys() {}

  /// 256 random bits, in letters that fit into a path.
  static String key() {
    return "mr-" + random(KEY_BYTES);
  }

  /// The name of an answer; enough that no two of a session are the same.
  static String id() {
    return random(ID_BYTES);
  }

  private static String random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
