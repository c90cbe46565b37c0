package dev.millrace.rollout.trajectory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The token ids of a branch with what is known of each. All arrays have the same length and are
/// copied on the way in and on the way out.
///
/// @param ids exactly what the engine read and wrote
/// @param sampled whether the policy emitted the id (its stop token included)
/// @param maskReasons [MaskReason#code] of each; a token that was not sampled is never
///     [MaskReason#TRAINED]
/// @param logprobs natural log of the probability of each sampled id as the engine reported it, NaN
///     at ids that were not sampled and at those it reported none for; null where it reported none
///     at all. Never a made-up number
public record Tokens(
    int[] ids, boolean[] sampled, byte[] maskReasons, float @Nullable [] logprobs) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Tokens(int[] ids, boolean[] sampled, byte[] maskReasons, float @Nullable [] logprobs) {
    int n = ids.length;
    if (sampled.length != n
        || maskReasons.length != n
        || (logprobs != null && logprobs.length != n)) {
      throw new IllegalArgumentException(
          "a branch of "
              + n
              + " ids has columns of other lengths: sampled "
              + sampled.length
              + ", maskReasons "
              + maskReasons.length
              + ", logprobs "
              + (logprobs == null ? "none" : logprobs.length));
    }
    for (int i = 0; i < n; i++) {
      if (!sampled[i] && maskReasons[i] == MaskReason.TRAINED.code()) {
        throw new IllegalArgumentException("token " + i + " is marked trained but was not sampled");
      }
      if (logprobs != null && !sampled[i] && !Float.isNaN(logprobs[i])) {
        throw new IllegalArgumentException("token " + i + " was given but has a logprob");
      }
    }
    this.ids = ids.clone();
    this.sampled = sampled.clone();
    this.maskReasons = maskReasons.clone();
    this.logprobs = logprobs == null ? null : logprobs.clone();
  }

  /// The constructor, for callers in other modules that may have no logprobs: class files lose the
  /// nullness of a compact constructor's array.
  public static Tokens of(
      int[] ids, boolean[] sampled, byte[] maskReasons, float @Nullable [] logprobs) {
    return new Tokens(ids, sampled, maskReasons, logprobs);
  }

  public int length() {
    return ids.length;
  }

  @Override
  public int[] ids() {
    return ids.clone();
  }

  @Override
  public boolean[] sampled() {
    return sampled.clone();
  }

  @Override
  public byte[] maskReasons() {
    return maskReasons.clone();
  }

  @Override
  public float @Nullable [] logprobs() {
    return logprobs == null ? null : logprobs.clone();
  }

  /// The digest of the first `length` ids: SHA-256 (hex) over their little-endian 32-bit forms.
  public static String prefixDigest(int[] ids, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(ids, 0, length);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tokens that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(sampled, that.sampled)
        && Arrays.equals(maskReasons, that.maskReasons)
        && Arrays.equals(logprobs, that.logprobs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(logprobs);
  }

  @Override
  public String toString() {
    return "Tokens[" + ids.length + "]";
  }
}
