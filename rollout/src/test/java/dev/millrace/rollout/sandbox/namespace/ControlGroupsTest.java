package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over plain directories, where what was written can be read. Only the kernel makes a group's
/// files, so a test makes those that are read.
final class ControlGroupsTest {
  private static final Bounds HALF = new Bounds(40, 0.5, 1 << 20);
  private static final Bounds ALL = new Bounds(40, 1024, 1 << 20);
  private static final String ONE = "4:memory:/a\n3:pids:/\n2:cpu,cpuacct:/a/b\n1:name=systemd:/\n";
  private static final String TWO = "0::/user/scope\n";

  @TempDir Path mounts;

  private final Owner owner = Owner.current();

  private Path own(String parent) {
    return mounts.resolve(parent).resolve("millrace-" + owner.name());
  }

  private ControlGroups one() throws IOException {
    for (String parent : List.of("memory/a", "pids", "cpu,cpuacct/a/b")) {
      Files.createDirectories(mounts.resolve(parent));
    }
    Path memory = Files.createDirectories(own("memory/a"));
    Files.writeString(memory.resolve("memory.memsw.limit_in_bytes"), "9223372036854771712");
    return ControlGroups.open(mounts, ONE, owner).orElseThrow();
  }

  private ControlGroups two() throws IOException {
    Files.createDirectories(mounts.resolve("user/scope"));
    Files.writeString(mounts.resolve("cgroup.controllers"), "cpu memory pids");
    Path made = Files.createDirectories(own("user/scope"));
    Files.writeString(made.resolve("memory.swap.max"), "max");
    return ControlGroups.open(mounts, TWO, owner).orElseThrow();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void versionOneLimitsEachControllersGroup() throws IOException {
    var groups = one();
    var group = groups.group("g", HALF);
    Path memory = own("memory/a").resolve("g");
    Path cpu = own("cpu,cpuacct/a/b").resolve("g");
    assertEquals("40", text(own("pids").resolve("g/pids.max")));
    assertEquals("100000", text(cpu.resolve("cpu.cfs_period_us")));
    assertEquals("50000", text(cpu.resolve("cpu.cfs_quota_us")));
    assertEquals(3, group.paths().size());

    Files.writeString(memory.resolve("memory.usage_in_bytes"), "1000\n");
    Files.writeString(memory.resolve("memory.memsw.usage_in_bytes"), "1200\n");
    Files.writeString(own("pids").resolve("g/pids.current"), "1\n");
    long atRest = group.settle();
    group.leaveMemory(4_000_000, atRest);
    assertEquals("4001000", text(memory.resolve("memory.limit_in_bytes")));
    // With what is swapped out already: no more than in memory alone.
    assertEquals("4001200", text(memory.resolve("memory.memsw.limit_in_bytes")));
  }

  @Test
  void versionTwoLimitsOneGroup() throws IOException {
    var groups = two();
    var group = groups.group("g", HALF);
    Path made = own("user/scope").resolve("g");
    assertEquals("40", text(made.resolve("pids.max")));
    assertEquals("50000 100000", text(made.resolve("cpu.max")));
    assertEquals("0", text(made.resolve("memory.swap.max")));
    assertEquals(List.of(made), group.paths());

    Files.writeString(made.resolve("memory.current"), "1000\n");
    Files.writeString(made.resolve("pids.current"), "1\n");
    long atRest = group.settle();
    Files.writeString(made.resolve("memory.current"), "2000000\n");
    group.leaveMemory(4_000_000, atRest);
    assertEquals("4001000", text(made.resolve("memory.max")));
    Files.writeString(made.resolve("memory.current"), "3500000\n");
    group.leaveMemory(4_000_000, atRest);
    assertEquals("4548576", text(made.resolve("memory.max")));
  }

  @Test
  void versionTwoMovesThisProcessAsideAndSharesOutItsControllers() throws IOException {
    two().group("g", ALL);
    Path scope = mounts.resolve("user/scope");
    assertEquals("0", text(scope.resolve("millrace/cgroup.procs")));
    assertEquals("+memory +pids +cpu", text(scope.resolve("cgroup.subtree_control")));
    assertEquals("+memory +pids +cpu", text(own("user/scope").resolve("cgroup.subtree_control")));
    assertFalse(Files.exists(own("user/scope").resolve("g/cpu.max")));
  }

  @Test
  void withoutSwapInTheKernelNothingIsSaidOfIt() throws IOException {
    var groups = two();
    Files.delete(own("user/scope").resolve("memory.swap.max"));
    groups.group("g", HALF);
    assertFalse(Files.exists(own("user/scope").resolve("g/memory.swap.max")));
  }

  @Test
  void withoutMemoryAndProcessesThereAreNone() throws IOException {
    Files.createDirectories(mounts.resolve("cpu"));
    assertEquals(Optional.empty(), ControlGroups.open(mounts, "2:cpu:/\n", owner));
    assertEquals(Optional.empty(), ControlGroups.open(mounts, "", owner));
    HostTree.delete(mounts.resolve("cpu"));
    // A plain file stands where a group would be made.
    Files.writeString(mounts.resolve("cgroup.controllers"), "cpu");
    Files.writeString(mounts.resolve("user"), "");
    assertEquals(Optional.empty(), ControlGroups.open(mounts, TWO, owner));
  }

  @Test
  void theGroupsOfTheDeadAreRemovedAndThoseOfTheLivingStay() throws IOException {
    Path dead = Files.createDirectories(mounts.resolve("memory/a/millrace-999999999-1-1/g"));
    Path living =
        Files.createDirectories(mounts.resolve("memory/a/millrace-" + Owner.current().name()));
    var groups = one();
    assertFalse(Files.exists(dead.getParent()));
    assertTrue(Files.exists(living));
    assertTrue(groups.limitsCpus());
    assertEquals("cgroup v1", groups.description());
  }
}
