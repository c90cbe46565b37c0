package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several that open and close spaces beside each other, as processes with one directory do.
@Timeout(120)
final class ScratchSpaceTest {
  private static final int OPENERS = 8;

  @TempDir Path parent;

  private Path dead(int number) throws IOException {
    Path space = parent.resolve("owner-dead" + number);
    for (int i = 0; i < 8; i++) {
      Files.writeString(Files.createDirectories(space.resolve(i + "/a/b")).resolve("file"), "x");
    }
    Files.writeString(space.resolve("owner"), "999999999-1-1");
    return space;
  }

  private static List<ScratchSpace> all(Callable<ScratchSpace> work) throws Exception {
    List<ScratchSpace> made = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(OPENERS)) {
      List<Callable<ScratchSpace>> calls = new ArrayList<>();
      for (int i = 0; i < OPENERS; i++) {
        calls.add(work);
      }
      for (Future<ScratchSpace> one : threads.invokeAll(calls)) {
        made.add(one.get());
      }
    }
    return made;
  }

  @Test
  void allWhoOpenRemoveWhatTheDeadLeftAndNoneIsHindered() throws Exception {
    for (int round = 0; round < 8; round++) {
      List<Path> dead = List.of(dead(1), dead(2), dead(3));
      for (ScratchSpace space : all(() -> ScratchSpace.open(parent))) {
        space.close();
      }
      for (Path space : dead) {
        assertFalse(Files.exists(space), space::toString);
      }
    }
  }

  @Test
  void whoOpensIsNotHinderedByThoseWhoClose() throws Exception {
    all(
        () -> {
          ScratchSpace space = ScratchSpace.open(parent);
          for (int i = 0; i < 20; i++) {
            space.close();
            space = ScratchSpace.open(parent);
          }
          space.close();
          return space;
        });
    try (var left = Files.list(parent)) {
      assertEquals(List.of(), left.toList());
    }
  }
}
