package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is attached to a sandbox: seen inside, never changed, no part of what the episode changed.
interface AttachmentRules extends SandboxRules {
  private Sandbox attached(Path host, String target) throws InterruptedException {
    return provider()
        .create(
            environment("attached"),
            new Attachments(
                List.of(new Attachments.ReadOnly(host, target)),
                List.of(new Attachments.Scratch("/run/scratch", 1 << 20)),
                true));
  }

  @Test
  default void anAttachedDirectoryIsSeenButNeverWritten() throws InterruptedException, IOException {
    try (var sandbox = attached(context().resolve("repo"), "/opt/tools")) {
      assertEquals(
          "t\nread me\n", SandboxRules.run(sandbox, "/opt/tools/bin/tool; cat /opt/tools/read.me"));
      SandboxRules.run(
          sandbox, "echo mine > /tmp/a; ! echo x > /opt/tools/read.me; ! touch /opt/tools/new");
      SandboxRules.run(sandbox, "! mount -o remount,rw /opt/tools && ! umount /opt/tools; true");
      SandboxRules.run(sandbox, "! touch /opt/tools/new");
      assertEquals(
          "read me\n",
          new String(sandbox.read("/opt/tools/read.me", 99).orElseThrow(), StandardCharsets.UTF_8));
    }
    assertEquals("read me\n", Files.readString(context().resolve("repo/read.me")));
    assertFalse(Files.exists(context().resolve("repo/new")));
  }

  @Test
  default void whatIsAttachedIsNoChangeOfTheWorkspace() throws InterruptedException {
    try (var sandbox = attached(context().resolve("repo"), "/opt/tools");
        var plain = provider().create(environment("attached"))) {
      SandboxRules.run(sandbox, "echo mine > /app/a; ls /opt/tools; echo x > /run/scratch/x");
      assertEquals("", SandboxRules.run(sandbox, "ls /run/scratch"));
      SandboxRules.run(plain, "echo mine > /app/a");
      assertEquals(plain.capture(1 << 20).digest(), sandbox.capture(1 << 20).digest());
    }
  }

  @Test
  default void theWaysToAnAttachmentKeepTheirModes() throws InterruptedException {
    try (var sandbox = attached(context().resolve("repo"), "/tmp/deep/tools")) {
      String modes = SandboxRules.run(sandbox, "stat -c %a /tmp /tmp/deep; touch /tmp/mine");
      // An image may say that everybody removes only what is theirs; the rest is the same.
      assertEquals("777\n755\n", modes.replaceFirst("^1777", "777"));
    }
  }

  @Test
  default void anAttachedSocketCanBeCalledAndLoopbackIsUp()
      throws InterruptedException, IOException {
    Path directory = Files.createDirectory(context().resolve("sock"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
      try (var sandbox = attached(directory, "/run/there")) {
        String script =
            """
            import socket
            unix = socket.socket(socket.AF_UNIX)
            unix.connect("/run/there/s")
            tcp = socket.create_server(("127.0.0.1", 0))
            socket.create_connection(tcp.getsockname(), 5)
            print("both")
            """;
        assertEquals("both\n", SandboxRules.run(sandbox, "python3 -c '" + script + "'"));
      }
    }
  }

  @Test
  default void whatCannotBeAttachedIsAFailureOfTheSandbox() {
    for (String target : List.of("/usr/x", "relative", "/a/../b", "/", "/proc/x")) {
      var failure =
          assertThrows(
              FailureException.class, () -> new Attachments.ReadOnly(context(), target), target);
      assertTrue(failure.failure().detail().contains(target), failure.toString());
    }
    assertThrows(
        FailureException.class, () -> attached(context().resolve("none"), "/opt/x").close());
  }
}
