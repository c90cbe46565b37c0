package dev.millrace.datasets.lake.table;

/// A finished file.
///
/// @param name relative to its [Store]
/// @param sha256 of its bytes, in hex
public record WrittenFile(String name, long rows, long sizeBytes, String sha256) {
  public WrittenFile renamed(String to) {
    return new WrittenFile(to, rows, sizeBytes, sha256);
  }
}
