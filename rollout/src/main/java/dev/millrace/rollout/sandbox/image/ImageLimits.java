package dev.millrace.rollout.sandbox.image;

/// How large an image may be, so that a hostile one fills neither the disk nor the memory.
///
/// @param maxBytes of all layers together, uncompressed and with holes filled
/// @param maxEntries members of all layers together; each takes about 200 bytes of memory meanwhile
public record ImageLimits(long maxBytes, long maxEntries) {
  /// 32 GiB and two million members: the largest images of software tasks are about a third.
  public static final ImageLimits DEFAULT = new ImageLimits(32L << 30, 2_000_000);

  public ImageLimits {
    if (maxBytes < 1 || maxEntries < 1) {
      throw new IllegalArgumentException(
          "expected limits of at least 1, found "
              + maxBytes
              + " bytes, "
              + maxEntries
              + " members");
    }
  }
}
