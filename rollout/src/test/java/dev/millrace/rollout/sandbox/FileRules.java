package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files that the supervisor reads, writes and copies.
interface FileRules extends SandboxRules {
  @Test
  default void filesAreReadAndWritten() throws InterruptedException {
    try (var sandbox = plain()) {
      byte[] bytes = new byte[70_000];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * 31);
      }
      assertTrue(sandbox.write("deep/er/data é.bin", bytes));
      assertArrayEquals(bytes, sandbox.read("/app/deep/er/data é.bin", 70_000).orElseThrow());
      assertThrows(FailureException.class, () -> sandbox.read("deep/er/data é.bin", 69_999));
      assertTrue(sandbox.read("deep", 10).isEmpty());
      assertTrue(sandbox.read("absent", 10).isEmpty());
      assertFalse(sandbox.write("deep", new byte[1]));
      assertFalse(sandbox.write("read.me/x", new byte[1]));
      assertTrue(
          sandbox.write("bin/tool", "#!/bin/sh\necho new\n".getBytes(StandardCharsets.UTF_8)));
      assertEquals("new\n", SandboxRules.run(sandbox, "bin/tool"));
    }
  }

  @Test
  default void aLookFindsPlainFilesAndSaysWhatIsNone() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(
          sandbox,
          "mkdir /logs && cd /logs && printf abc > file && ln -s file link && mkdir directory"
              + " && mkfifo pipe && ln -s /logs way && printf secret > mine && rm /app/keep"
              + " && chmod 000 directory");
      assertArrayEquals(
          "abc".getBytes(StandardCharsets.UTF_8),
          assertInstanceOf(Found.Content.class, sandbox.look("/logs/file", 3)).bytes());
      assertEquals(new Found.TooLarge(), sandbox.look("/logs/file", 2));
      for (String none : List.of("/logs/none", "/none/file", "/app/keep")) {
        assertEquals(new Found.Absent(), sandbox.look(none, 9), none);
      }
      for (String other : List.of("link", "directory", "pipe", "way/file")) {
        assertEquals(new Found.Other(), sandbox.look("/logs/" + other, 9), other);
      }
      assertArrayEquals(
          "read me\n".getBytes(StandardCharsets.UTF_8),
          assertInstanceOf(Found.Content.class, sandbox.look("/app/read.me", 99)).bytes());
    }
  }

  @Test
  default void filesAreReadAndWrittenWithTheSystemsOwnPrograms() throws InterruptedException {
    try (var sandbox = plain()) {
      // Where an ordinary user has made the sandbox, the directory is not the agent's to write.
      SandboxRules.run(
          sandbox,
          "mkdir -p /usr/local/bin; cd /usr/local/bin; [ ! -w . ] || for p in bash dd head mkdir"
              + " rm tar; do printf '#!/bin/sh\n"
              + "echo planted\n"
              + "' > $p && chmod 755 $p; done");
      byte[] content = "as it is".getBytes(StandardCharsets.UTF_8);
      assertTrue(sandbox.write("/srv/new/file", content));
      assertArrayEquals(content, sandbox.read("/srv/../srv/new/file", 99).orElseThrow());
      sandbox.copyIn(context().resolve("repo"), "/tests");
      var cat = Command.of(List.of("/bin/cat", "/tests/read.me"), LIMITS);
      assertEquals("read me\n", sandbox.exec(cat).stdout());
    }
  }

  @Test
  default void noNamedPipeIsWaitedFor() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, "mkfifo pipe; ln -s pipe way");
      long begin = System.nanoTime();
      for (String path : List.of("pipe", "way")) {
        assertFalse(sandbox.write(path, new byte[1]), path);
        assertTrue(sandbox.read(path, 9).isEmpty(), path);
      }
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 60);
    }
  }

  @Test
  default void directoriesAreCopiedInWithTheirModes() throws InterruptedException {
    try (var sandbox = plain()) {
      sandbox.copyIn(context().resolve("repo"), "/tests");
      assertEquals(
          "t\nread me\n", SandboxRules.run(sandbox, "/tests/bin/tool; cat /tests/read.me"));
    }
  }
}
