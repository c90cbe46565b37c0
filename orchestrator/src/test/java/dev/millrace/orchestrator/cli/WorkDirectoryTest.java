package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkDirectoryTest {
  @Test
  void whatAKilledCommandLeftIsRemoved(@TempDir Path parent) throws IOException {
    Path left = Files.createDirectories(parent.resolve(".millrace-1"));
    Files.createFile(left.resolve(".lock"));
    Files.writeString(Files.createDirectories(left.resolve("cache/layer")).resolve("file"), "x");
    try (var work = WorkDirectory.in(parent)) {
      assertTrue(Files.isDirectory(work.path()));
      assertFalse(Files.exists(left));
    }
  }

  @Test
  void whatALivingCommandHasStays(@TempDir Path parent) throws IOException {
    try (var one = WorkDirectory.in(parent);
        var two = WorkDirectory.in(parent)) {
      assertTrue(Files.isDirectory(one.path()));
      assertTrue(Files.isDirectory(two.path()));
    }
    try (var left = Files.list(parent)) {
      assertFalse(left.findAny().isPresent());
    }
  }

  @Test
  void whatIsNotACommandsStays(@TempDir Path parent, @TempDir Path elsewhere) throws IOException {
    Path other = Files.createDirectories(parent.resolve(".millrace-other"));
    Files.createFile(elsewhere.resolve(".lock"));
    Path link = Files.createSymbolicLink(parent.resolve(".millrace-link"), elsewhere);
    WorkDirectory.in(parent).close();
    assertTrue(Files.isDirectory(other));
    assertTrue(Files.exists(link.resolve(".lock")));
  }
}
