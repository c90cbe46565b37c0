package dev.millrace.rollout.sandbox;

/// One path of a tree or of a delta, relative to its root, without a leading or trailing slash.
public sealed interface DeltaEntry {
  String path();

  /// @param contents whether what lay in it before is kept or gone
  record Directory(String path, int mode, Contents contents) implements DeltaEntry {}

  /// What a directory entry means for what was there before.
  enum Contents {
    MERGED,
    REPLACED
  }

  /// @param content owned by the entry: neither the maker nor a reader changes it
  record File(String path, int mode, byte[] content) implements DeltaEntry {}

  /// @param target as written in the link, never resolved
  record Link(String path, String target) implements DeltaEntry {}

  /// A named pipe.
  record Pipe(String path, int mode) implements DeltaEntry {}

  /// The path was there before and is not any more.
  record Deleted(String path) implements DeltaEntry {}
}
