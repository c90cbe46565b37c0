package dev.millrace.rewards.integrity.trace;

import java.util.ArrayDeque;
import java.util.Deque;

/// Paths of a sandbox, which are POSIX paths whatever this machine has.
public final class Paths {
  private Paths() {}

  /// A path seen from a directory, absolute and without `.` and `..`; `~` is `/root`.
  public static String resolve(String directory, String path) {
    String home = path.equals("~") || path.startsWith("~/") ? "/root" + path.substring(1) : path;
    String expanded = home.startsWith("$HOME") ? "/root" + home.substring("$HOME".length()) : home;
    String whole = expanded.startsWith("/") ? expanded : directory + "/" + expanded;
    Deque<String> parts = new ArrayDeque<>();
    for (String part : whole.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /// Whether a path is a directory or lies below it; both absolute.
  public static boolean isBelow(String path, String directory) {
    String root = directory.endsWith("/") ? directory : directory + "/";
    return path.equals(directory) || path.startsWith(root);
  }

  /// The last part.
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// All but the last part; `/` for a path at the root.
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
