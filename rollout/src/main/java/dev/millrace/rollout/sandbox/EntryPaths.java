package dev.millrace.rollout.sandbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What may stand in an archive's path: nothing that leaves the tree, directly or through a link.
final class EntryPaths {
  private EntryPaths() {}

  /// @throws IllegalArgumentException naming the first path that must not be unpacked
  static void check(List<DeltaEntry> entries) {
    Set<String> closed = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (DeltaEntry entry : entries) {
      String path = entry.path();
      checkName(path);
      if (!seen.add(path)) {
        throw new IllegalArgumentException("path occurs twice: " + path);
      }
      for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
        if (closed.contains(path.substring(0, i))) {
          throw new IllegalArgumentException("parent is not a directory: " + path);
        }
      }
      if (!(entry instanceof DeltaEntry.Directory)) {
        closed.add(path);
      }
    }
  }

  private static void checkName(String path) {
    if (path.isEmpty() || path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("path is empty or absolute: " + path);
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("path has an empty, . or .. part: " + path);
      }
    }
  }
}
