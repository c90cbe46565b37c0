package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What of the host, of the kernel and of other sandboxes cannot be reached.
interface EnclosureRules extends SandboxRules {
  @Test
  default void thereIsNoNetwork() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals(
          "lo\n", SandboxRules.run(sandbox, "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '"));
      String connect = "exec 3<>/dev/tcp/192.0.2.1/80";
      assertFalse(sandbox.exec(Command.bash(connect, LIMITS)).ok());
    }
  }

  @Test
  default void theHostsFilesAndProcessesAreInvisible() throws InterruptedException, IOException {
    Path secret = context().resolve("secret");
    Files.writeString(secret, "host only");
    try (var sandbox = plain()) {
      assertEquals(
          List.of(),
          SandboxRules.run(sandbox, "ls -A /home /root /mnt /srv /opt | grep -v :")
              .strip()
              .lines()
              .toList());
      assertFalse(sandbox.exec(Command.bash("cat " + secret, LIMITS)).ok());
      assertFalse(
          sandbox
              .exec(Command.bash("ls /etc/shadow /etc/ssh", LIMITS))
              .stdout()
              .startsWith("/etc"));
      assertEquals("sandbox\n", SandboxRules.run(sandbox, "uname -n"));
      int processes =
          Integer.parseInt(SandboxRules.run(sandbox, "ls -d /proc/[0-9]* | wc -l").strip());
      assertTrue(processes < 10, () -> processes + " processes are visible");
    }
  }

  @Test
  default void theKernelsKnobsAreReadOnly() throws InterruptedException {
    try (var sandbox = plain()) {
      for (String knob : List.of("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger")) {
        assertFalse(sandbox.exec(Command.bash(": >> " + knob, LIMITS)).ok(), knob);
      }
      assertFalse(sandbox.exec(Command.bash("mount -t tmpfs t /mnt", LIMITS)).ok());
    }
  }

  @Test
  default void theUsualDevicesAreThere() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals(
          "4\nx\n",
          SandboxRules.run(
              sandbox, "head -c4 /dev/urandom | wc -c; echo gone >/dev/null; cat <(echo x)"));
      SandboxRules.run(sandbox, "echo a >/dev/shm/b");
    }
  }

  @Test
  default void linksOfTheAgentAreNotFollowedOnTheHost() throws InterruptedException, IOException {
    Path secret = context().resolve("secret");
    Files.writeString(secret, "host only");
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, "ln -s " + secret + " s; ln -s " + context() + " d");
      assertTrue(sandbox.read("s", 100).isEmpty());
      assertTrue(sandbox.read("d/secret", 100).isEmpty());
      assertFalse(sandbox.write("d/made", new byte[1]) && Files.exists(context().resolve("made")));
    }
  }

  @Test
  default void twoSandboxesDoNotSeeEachOther() throws InterruptedException {
    try (var one = plain();
        var two = plain()) {
      SandboxRules.run(one, "echo one > /tmp/mine; rm read.me");
      assertEquals("read me\n", SandboxRules.run(two, "ls /tmp; cat read.me"));
    }
  }
}
