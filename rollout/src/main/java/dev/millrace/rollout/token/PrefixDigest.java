package dev.millrace.rollout.token;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/// [dev.millrace.rollout.trajectory.Tokens#prefixDigest] of a growing prefix, without hashing what
/// was hashed before. For one thread.
final class PrefixDigest {
  private final MessageDigest running;
  private final IntConsumer hashed;

  PrefixDigest() {
    this(_ -> {});
  }

  /// @param hashed hears how many ids are hashed each time
  PrefixDigest(IntConsumer hashed) {
    this.hashed = hashed;
    try {
      running = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private PrefixDigest(MessageDigest running, IntConsumer hashed) {
    this.running = running;
    this.hashed = hashed;
  }

  void add(int[] ids, int from, int to) {
    hashed.accept(to - from);
    int size = (to - from) * Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(ids, from, to - from);
    running.update(bytes.array());
  }

  PrefixDigest copy() {
    try {
      return new PrefixDigest((MessageDigest) running.clone(), hashed);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  /// In hex, of all that was added; ends this object's use.
  String hex() {
    return HexFormat.of().formatHex(running.digest());
  }
}
