package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostProbeTest {
  private static final Path SCRATCH = Path.of("/scratch");

  @Test
  void whatIsMissingIsNamed() throws InterruptedException {
    var host = new FakeHost().without("bwrap").without("git").free(1 << 20);
    var missing =
        new HostProbe(host, SCRATCH)
            .capabilities().stream().filter(c -> !c.isAvailable()).map(Capability::name).toList();
    assertEquals(List.of("bubblewrap", "control groups", "git", "disk"), missing);
  }

  @Test
  void aRefusedNamespaceSaysWhatTheMachineSaid() throws InterruptedException {
    var host = new FakeHost().running(1, "unshare failed: Operation not permitted");
    var namespaces = new HostProbe(host, SCRATCH).capabilities().getFirst();
    assertFalse(namespaces.isAvailable());
    assertTrue(namespaces.detail().contains("Operation not permitted"));
  }

  @Test
  void theProbeLeavesNothingBehind(@TempDir Path scratch) throws Exception {
    assertEquals(8, new HostProbe(Host.local(), scratch).capabilities().size());
    try (var left = Files.list(scratch)) {
      assertEquals(0, left.count());
    }
  }
}
