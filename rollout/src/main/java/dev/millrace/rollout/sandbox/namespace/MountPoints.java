package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// The directories that attachments are mounted on, as a layer of their own: what is in a lower
/// layer is no change of the agent's.
final class MountPoints {
  private MountPoints() {}

  /// Whoever mounts goes through links, to wherever they lead: so none may be on the way.
  ///
  /// @param below all that is there already
  /// @throws FailureException with `Failure.Environment` when there is one
  static void check(LowerView below, Attachments attachments) throws IOException {
    List<String> targets = new ArrayList<>(List.of("/proc", "/dev"));
    attachments.directories().forEach(directory -> targets.add(directory.target()));
    attachments.scratch().forEach(scratch -> targets.add(scratch.target()));
    for (String target : targets) {
      Path all = Path.of(target.substring(1));
      for (int i = 1; i <= all.getNameCount(); i++) {
        Path part = all.subpath(0, i);
        Node.Kind kind = below.find(part).map(Node::kind).orElse(Node.Kind.DIRECTORY);
        if (kind != Node.Kind.DIRECTORY) {
          throw new FailureException(
              new Failure.Environment(
                  "nothing can be attached at "
                      + target
                      + ": /"
                      + part
                      + " is no directory in the environment"));
        }
      }
    }
  }

  /// @return whether anything is attached, and the layer made
  static boolean make(Path layer, Attachments attachments) throws IOException {
    if (attachments.directories().isEmpty() && attachments.scratch().isEmpty()) {
      return false;
    }
    var open = PosixFilePermissions.fromString("rwxr-xr-x");
    var mode = PosixFilePermissions.asFileAttribute(open);
    for (Attachments.ReadOnly directory : attachments.directories()) {
      Files.createDirectories(layer.resolve(directory.target().substring(1)), mode);
    }
    for (Attachments.Scratch scratch : attachments.scratch()) {
      Files.createDirectories(layer.resolve(scratch.target().substring(1)), mode);
    }
    return true;
  }
}
