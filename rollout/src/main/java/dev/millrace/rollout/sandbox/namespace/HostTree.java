package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.DeltaEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A tree of the host as entries: modes and links kept, owners and times not.
final class HostTree {
  private HostTree() {}

  /// What lies in a directory, not the directory itself.
  static List<DeltaEntry> read(Path directory) throws IOException {
    List<DeltaEntry> entries = new ArrayList<>();
    try (var paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (!path.equals(directory)) {
          entries.add(entry(path, TreeNames.relative(directory, path)));
        }
      }
    }
    return entries;
  }

  /// One file or link under another name.
  static DeltaEntry entry(Path path, String name) throws IOException {
    Node node = Node.at(path).orElseThrow(() -> new IOException("there is no " + path));
    return switch (node.kind()) {
      case DIRECTORY ->
          new DeltaEntry.Directory(name, node.permissions(), DeltaEntry.Contents.MERGED);
      case FILE -> new DeltaEntry.File(name, node.permissions(), Files.readAllBytes(path));
      case LINK -> new DeltaEntry.Link(name, TreeNames.text(Files.readSymbolicLink(path)));
      case PIPE, WHITEOUT, OTHER ->
          throw new IOException("neither file, directory nor link: " + path);
    };
  }
}
