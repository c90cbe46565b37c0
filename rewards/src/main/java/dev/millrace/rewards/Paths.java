package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.DeltaEntry;
import java.util.List;

/// Paths of deltas, which are relative to `/`, beside absolute ones.
public final class Paths {
  private Paths() {}

  /// Whether a path of an archive lies at or below an absolute path.
  public static boolean isBelow(String entryPath, String absolutePath) {
    String root = relative(absolutePath);
    return entryPath.equals(root) || entryPath.startsWith(root + "/");
  }

  /// Whether a path of an archive lies at or below one of some absolute paths.
  public static boolean isBelowAny(String entryPath, List<String> absolutePaths) {
    return absolutePaths.stream().anyMatch(path -> isBelow(entryPath, path));
  }

  /// Whether a directory above a path was deleted, replaced, or made something else than a
  /// directory, so that what was below it is gone without an entry of its own.
  public static boolean isUprooted(List<DeltaEntry> entries, String absolutePath) {
    String path = relative(absolutePath);
    return entries.stream()
        .filter(entry -> path.startsWith(entry.path() + "/"))
        .anyMatch(
            entry ->
                !(entry instanceof DeltaEntry.Directory(_, _, var contents)
                    && contents == DeltaEntry.Contents.MERGED));
  }

  static String relative(String absolutePath) {
    String path = absolutePath.startsWith("/") ? absolutePath.substring(1) : absolutePath;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
