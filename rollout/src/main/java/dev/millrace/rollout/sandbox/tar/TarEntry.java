package dev.millrace.rollout.sandbox.tar;

import java.nio.file.attribute.FileTime;

/// One member of an archive as its headers describe it. Names and targets are as written: they may
/// be absolute, hold `..`, end in a slash, or stand more than once.
public sealed interface TarEntry {
  String name();

  /// @param mode the permission bits with setuid, setgid and sticky, 0 to 07777
  record Attributes(int mode, FileTime modified) {}

  /// @param sizeBytes of the content with its holes filled, which may be far more than is stored
  record File(String name, Attributes attributes, long sizeBytes) implements TarEntry {}

  record Directory(String name, Attributes attributes) implements TarEntry {}

  record SymbolicLink(String name, Attributes attributes, String target) implements TarEntry {}

  /// Another name of an earlier member. Its own attributes say nothing.
  record HardLink(String name, String target) implements TarEntry {}

  /// A named pipe.
  record Pipe(String name, Attributes attributes) implements TarEntry {}

  /// A character or block device.
  record Device(String name) implements TarEntry {}

  /// A member whose name or target is not UTF-8, so that Java cannot write it.
  ///
  /// @param name with replacement characters, for messages only
  record Unnameable(String name) implements TarEntry {}
}
