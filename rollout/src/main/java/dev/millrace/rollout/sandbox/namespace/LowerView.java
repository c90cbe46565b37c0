package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a sandbox started from, as the overlay shows it: the layers merged, top first.
record LowerView(List<Path> layers) {
  LowerView {
    layers = List.copyOf(layers);
  }

  Optional<Node> find(Path relative) throws IOException {
    for (Path layer : layers) {
      Path at = layer;
      boolean hides = false;
      Optional<Node> node = Optional.empty();
      for (Path part : relative) {
        at = at.resolve(part);
        node = Node.at(at);
        if (node.isEmpty()) {
          break;
        }
        if (node.get().kind() == Node.Kind.WHITEOUT) {
          return Optional.empty();
        }
        hides |= node.get().kind() != Node.Kind.DIRECTORY || node.get().isOpaque();
      }
      if (node.isPresent()) {
        return node;
      }
      if (hides) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
