package dev.millrace.rollout.trajectory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The files an episode changed, relative to the sandbox it started from: enough to rebuild its end
/// state in a fresh sandbox. The archive is a POSIX tar in the form of an OCI image layer (deleted
/// paths as empty `.wh.NAME` entries, `.wh..wh..opq` for a directory that was replaced), entries
/// sorted by path, times 0, so that equal states have equal digests.
///
/// @param digest SHA-256 (hex) of the archive
/// @param sizeBytes the archive's size
/// @param archive the archive, or null when it is stored elsewhere under its digest
public record WorkspaceDelta(String digest, long sizeBytes, byte @Nullable [] archive) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public WorkspaceDelta(String digest, long sizeBytes, byte @Nullable [] archive) {
    if (archive != null && archive.length != sizeBytes) {
      throw new IllegalArgumentException(
          "workspace delta " + digest + " says " + sizeBytes + " bytes, holds " + archive.length);
    }
    this.digest = digest;
    this.sizeBytes = sizeBytes;
    this.archive = archive == null ? null : archive.clone();
  }

  /// A delta whose archive is stored elsewhere, under its digest.
  public static WorkspaceDelta storedElsewhere(String digest, long sizeBytes) {
    return new WorkspaceDelta(digest, sizeBytes, null);
  }

  @Override
  public byte @Nullable [] archive() {
    return archive == null ? null : archive.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkspaceDelta that
        && digest.equals(that.digest)
        && sizeBytes == that.sizeBytes
        && Arrays.equals(archive, that.archive);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "WorkspaceDelta[" + digest + ", " + sizeBytes + " bytes]";
  }
}
