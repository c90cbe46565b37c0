package dev.millrace.rollout.sandbox.image;

/// What is left of the limits while one image is read.
final class Budget {
  private final ImageLimits limits;
  private long bytes;
  private long contents;
  private long entries;

  Budget(ImageLimits limits) {
    this.limits = limits;
  }

  /// Bytes that were read.
  void bytes(long count) throws BadImageException {
    bytes = plus(bytes, count);
  }

  /// A file that is about to be written: with holes it may be larger than what is read.
  void content(long count) throws BadImageException {
    contents = plus(contents, count);
  }

  long contents() {
    return contents;
  }

  private long plus(long sum, long count) throws BadImageException {
    if (count > limits.maxBytes() - sum) {
      throw new BadImageException(
          "unpacks to more than " + limits.maxBytes() + " bytes: raise maxBytes if that is meant");
    }
    return sum + count;
  }

  void entry() throws BadImageException {
    entries++;
    if (entries > limits.maxEntries()) {
      throw new BadImageException(
          "has more than " + limits.maxEntries() + " members: raise maxEntries if that is meant");
    }
  }
}
