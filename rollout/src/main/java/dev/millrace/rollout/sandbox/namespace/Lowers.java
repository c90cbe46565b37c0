package dev.millrace.rollout.sandbox.namespace;

import java.nio.file.Path;
import java.util.List;

/// The read-only layers below a sandbox, top first.
///
/// @param root of `/`
/// @param usr of `/usr`
record Lowers(List<Path> root, List<Path> usr) {
  Lowers {
    root = List.copyOf(root);
    usr = List.copyOf(usr);
  }
}
