package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The writable directories of one sandbox, in its space. A fork freezes them and goes on in new
/// ones.
///
/// @param directory holds the others
record Overlay(Path directory) {
  /// The paths of the overlay of this number, none of them made yet.
  static Overlay in(Path space, int number) {
    return new Overlay(space.resolve(Integer.toString(number)));
  }

  /// Makes the directories.
  void make() throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Path path : directories()) {
      Files.createDirectory(path, mode);
    }
  }

  /// All of them, in an order in which they can be made.
  List<Path> directories() {
    return List.of(directory, root(), usr(), rootWork(), usrWork());
  }

  /// What was changed in `/`.
  Path root() {
    return directory.resolve("root");
  }

  /// What was changed in `/usr`, where the base has it apart.
  Path usr() {
    return directory.resolve("usr");
  }

  Path rootWork() {
    return directory.resolve("root-work");
  }

  Path usrWork() {
    return directory.resolve("usr-work");
  }

  /// The mount points of what is attached.
  Path points() {
    return directory.resolve("points");
  }

  /// The same directories, as this process reaches them.
  Overlay seenBy(Holder holder) {
    return new Overlay(holder.seen(directory));
  }
}
