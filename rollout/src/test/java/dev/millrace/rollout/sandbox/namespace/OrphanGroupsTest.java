package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups that dead processes left, over directories that look like control groups of version 1.
final class OrphanGroupsTest {
  private static final String MEMBERSHIP = "3:pids:/\n2:memory:/\n";

  // Of no process: no process has the id 0.
  private static final String DEAD = "millrace-0-1-1";

  @TempDir Path mounts;

  @BeforeEach
  void mount() throws IOException {
    Files.createDirectory(mounts.resolve("pids"));
    Files.createDirectory(mounts.resolve("memory"));
  }

  @Test
  void groupsOfTheDeadAreRemoved() throws IOException {
    Path dead = mounts.resolve("pids").resolve(DEAD);
    Files.createDirectories(dead.resolve("one"));
    assertTrue(ControlGroups.open(mounts, MEMBERSHIP, Owner.current()).isPresent());
    assertFalse(Files.exists(dead));
  }

  @Test
  void groupThatCannotBeRemovedYetCostsNeitherTheOthersNorOnesOwn() throws IOException {
    Path first = mounts.resolve("pids").resolve(DEAD);
    Path second = mounts.resolve("pids").resolve("millrace-0-1-2");
    // Each once as if its processes were still ending: directories are listed in any order.
    for (Path busy : List.of(first, second)) {
      Path other = busy.equals(first) ? second : first;
      Files.createDirectories(other);
      Path held = Files.createFile(Files.createDirectories(busy).resolve("held"));
      assertTrue(ControlGroups.open(mounts, MEMBERSHIP, Owner.current()).isPresent());
      assertFalse(Files.exists(other));
      Files.delete(held);
    }
  }
}
