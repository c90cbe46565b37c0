package dev.millrace.rollout.sandbox.namespace;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The read-only layers below a sandbox, top first.
///
/// @param root of `/`
/// @param usr of `/usr`; none where those of `/` have it
record Lowers(List<Path> root, List<Path> usr) {
  Lowers {
    root = List.copyOf(root);
    usr = List.copyOf(usr);
  }

  /// With more of `/` below all that is there, so that what is there keeps its modes.
  Lowers over(Path more) {
    return new Lowers(Stream.concat(root.stream(), Stream.of(more)).toList(), usr);
  }

  /// With these on top, the newest first.
  Lowers below(List<Overlay> frozen) {
    return new Lowers(
        Stream.concat(frozen.stream().map(Overlay::root), root.stream()).toList(),
        usr.isEmpty()
            ? usr
            : Stream.concat(frozen.stream().map(Overlay::usr), usr.stream()).toList());
  }
}
