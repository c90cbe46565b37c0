package dev.millrace.rollout.sandbox.namespace;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The read-only layers below a sandbox, top first.
///
/// @param root of `/`
/// @param usr of `/usr`
record Lowers(List<Path> root, List<Path> usr) {
  Lowers {
    root = List.copyOf(root);
    usr = List.copyOf(usr);
  }

  /// With more of `/` below all that is there, so that what is there keeps its modes.
  Lowers over(List<Path> more) {
    return new Lowers(Stream.concat(root.stream(), more.stream()).toList(), usr);
  }
}
