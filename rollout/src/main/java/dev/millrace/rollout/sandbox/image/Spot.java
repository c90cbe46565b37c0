package dev.millrace.rollout.sandbox.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A directory of the tree, and where it is on the host: every part of that path is a real
/// directory.
record Spot(Path path, Node.Directory directory) {
  @Nullable Node child(String name) {
    return directory.children().get(name);
  }

  Path at(String name) {
    return path.resolve(name);
  }
}
