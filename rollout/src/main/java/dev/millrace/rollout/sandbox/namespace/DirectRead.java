package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a file of a sandbox from the layers themselves, where that is sure to give what a command
/// in the sandbox would see: no link on the way, nothing that needs a right the sandbox does not
/// have. It saves a command. No process of the sandbox runs meanwhile, so nothing can be exchanged
/// under it.
///
/// @param layers of `/`, the changed ones first
/// @param usrIsApart whether `/usr` has layers of its own
record DirectRead(List<Path> layers, boolean usrIsApart) {
  private static final Set<String> ELSEWHERE = Set.of("dev", "proc", "sys");
  private static final int OWNER_MAY_READ = 0400;
  private static final int OWNER_MAY_PASS = 0100;

  DirectRead {
    layers = List.copyOf(layers);
  }

  /// What is known of a path.
  sealed interface Found {
    /// @param changed when it was last changed
    record Content(byte[] bytes, Instant changed) implements Found {}

    record TooLarge() implements Found {}

    record Absent() implements Found {}

    /// Only a command in the sandbox can tell.
    record Unsure() implements Found {}
  }

  /// @param path absolute
  Found read(Path path, int maxBytes) throws IOException {
    Path normal = path.normalize();
    if (!normal.equals(path) || path.getNameCount() == 0) {
      return new Found.Unsure();
    }
    Path relative = Path.of("/").relativize(path);
    String top = relative.getName(0).toString();
    if (ELSEWHERE.contains(top) || (usrIsApart && top.equals("usr"))) {
      return new Found.Unsure();
    }
    for (Path layer : layers) {
      Optional<Found> found = in(layer, relative, maxBytes);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new Found.Absent();
  }

  /// What one layer says, or empty when the next one is to be asked.
  private static Optional<Found> in(Path layer, Path relative, int maxBytes) throws IOException {
    Path at = layer;
    boolean hides = false;
    for (int i = 0; i < relative.getNameCount(); i++) {
      at = at.resolve(relative.getName(i));
      Optional<Node> node = Node.at(at);
      if (node.isEmpty()) {
        return hides ? Optional.of(new Found.Absent()) : Optional.empty();
      }
      boolean last = i == relative.getNameCount() - 1;
      switch (node.get().kind()) {
        case WHITEOUT -> {
          return Optional.of(new Found.Absent());
        }
        case DIRECTORY -> {
          if (last || (node.get().permissions() & OWNER_MAY_PASS) == 0) {
            return Optional.of(new Found.Unsure());
          }
          hides |= node.get().isOpaque();
        }
        case FILE -> {
          return Optional.of(last ? content(node.get(), maxBytes) : new Found.Absent());
        }
        case LINK, PIPE, OTHER -> {
          return Optional.of(new Found.Unsure());
        }
      }
    }
    return Optional.of(new Found.Unsure());
  }

  private static Found content(Node file, int maxBytes) throws IOException {
    if ((file.permissions() & OWNER_MAY_READ) == 0) {
      return new Found.Unsure();
    }
    if (file.sizeBytes() > maxBytes) {
      return new Found.TooLarge();
    }
    try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      return new Found.Content(in.readNBytes(maxBytes), file.changed());
    }
  }
}
