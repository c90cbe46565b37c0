package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.DeltaEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Which paths a tree or a delta has.
///
/// @param paths absolute, in order
/// @param omitted how many more there were than an entry holds
public record Changes(List<Change> paths, long omitted) {
  static final int MAX_PATHS = 50_000;

  public Changes {
    paths = List.copyOf(paths);
  }

  /// @param path absolute
  public record Change(Kind kind, String path) {}

  /// What is at a path, or was done to it.
  public enum Kind {
    FILE,
    DIRECTORY,
    REPLACED_DIRECTORY,
    LINK,
    PIPE,
    DELETED
  }

  /// @param directory what the entries' paths are relative to, absolute
  static Changes below(String directory, List<DeltaEntry> entries) {
    String prefix = directory.endsWith("/") ? directory : directory + "/";
    List<Change> paths = new ArrayList<>();
    for (DeltaEntry entry : entries.subList(0, Math.min(entries.size(), MAX_PATHS))) {
      paths.add(new Change(kind(entry), prefix + entry.path()));
    }
    return new Changes(paths, entries.size() - paths.size());
  }

  private static Kind kind(DeltaEntry entry) {
    return switch (entry) {
      case DeltaEntry.File _ -> Kind.FILE;
      case DeltaEntry.Link _ -> Kind.LINK;
      case DeltaEntry.Pipe _ -> Kind.PIPE;
      case DeltaEntry.Deleted _ -> Kind.DELETED;
      case DeltaEntry.Directory directory ->
          directory.contents() == DeltaEntry.Contents.REPLACED
              ? Kind.REPLACED_DIRECTORY
              : Kind.DIRECTORY;
    };
  }

  /// Whether one of them is the path, lies below it, or takes with it what was there.
  boolean touch(String path) {
    return paths.stream()
        .anyMatch(
            change ->
                isWithin(change.path(), path)
                    || (change.kind() != Kind.DIRECTORY && isWithin(path, change.path())));
  }

  /// Whether a path is another one or lies below it. Both are absolute and plain.
  static boolean isWithin(String path, String directory) {
    return directory.equals("/")
        || path.equals(directory)
        || (path.startsWith(directory) && path.charAt(directory.length()) == '/');
  }

  /// An absolute path without `.`, `..` and empty parts. Unlike [java.nio.file.Path], it takes any
  /// text.
  static String plain(String workdir, String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (path.startsWith("/") ? path : workdir + "/" + path).split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
