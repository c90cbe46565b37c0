package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attempts to get out of a sandbox, or to harm the host or a neighbour from within. After each one
/// the neighbour's episode goes on, and so does the one that tried.
public abstract class EscapeContract {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(20), 256L << 20, 16_384);
  private static final Command.Limits SHORT =
      new Command.Limits(Duration.ofSeconds(4), 256L << 20, 16_384);
  private static final String SECRET = "only the host knows";

  @TempDir Path host;

  private Sandbox attacker;
  private Sandbox neighbour;

  /// The provider under test, the same for all tests of a class. Its sandboxes may use at most
  /// [#bounds].
  protected abstract SandboxProvider provider();

  protected static Bounds bounds() {
    return new Bounds(128, 1024, 64L << 20);
  }

  @BeforeEach
  void open() throws InterruptedException, IOException {
    var environment =
        new Environment(
            List.of(new Environment.Step.MakeDirectory("/app")),
            Map.of(),
            "/app",
            null,
            getClass().getSimpleName());
    attacker = provider().create(environment);
    neighbour = provider().create(environment);
    assertTrue(neighbour.exec(Command.bash("echo mine > file", LIMITS)).ok());
    Files.writeString(host.resolve("secret"), SECRET);
  }

  @AfterEach
  void everybodyGoesOn() throws InterruptedException, IOException {
    try (var one = attacker;
        var two = neighbour) {
      var begin = System.nanoTime();
      assertEquals("mine\n", two.exec(Command.bash("cat file", LIMITS)).stdout());
      assertEquals("on\n", one.exec(Command.bash("echo on", LIMITS)).stdout());
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 15);
      assertEquals(SECRET, Files.readString(host.resolve("secret")));
      assertEquals(List.of("secret"), names(host));
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private ExecResult tries(String script) throws InterruptedException {
    return attacker.exec(Command.bash(script, LIMITS));
  }

  private void fails(String script) throws InterruptedException {
    var result = tries(script);
    assertFalse(result.ok(), () -> script + " gave " + result);
  }

  private static String python(String program) {
    return "python3 - <<'END'\n" + program + "\nEND\n";
  }

  @Test
  void theHostsFilesCannotBeReached() throws InterruptedException {
    for (String way :
        List.of("", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../../../../../../..")) {
      fails("cat " + way + host + "/secret");
      fails("echo x > " + way + host + "/made");
    }
    fails("cat /etc/shadow");
    fails("grep -rl '" + SECRET + "' /tmp /root /home /mnt /media /srv /run /var 2>/dev/null");
  }

  @Test
  void noDescriptorOfTheSupervisorsIsInherited() throws InterruptedException {
    assertEquals(
        "0\n1\n2\n",
        tries(
                "for d in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 63; do [ -e"
                    + " /proc/self/fd/$d ] && echo $d; done; true")
            .stdout());
  }

  @Test
  void theHostsProcessesCannotBeSeenOrSignalled() throws InterruptedException {
    fails("kill -0 " + ProcessHandle.current().pid());
    String others = tries("cat /proc/[0-9]*/cmdline | tr '\\0' ' '").stdout();
    assertFalse(others.contains("java"), others);
    tries("kill -9 0");
    tries("kill -9 -1");
    tries("kill -9 $PPID 1");
    attacker.exec(Command.bash("trap '' TERM; kill -STOP -1; kill -STOP 0", SHORT));
  }

  @Test
  void theKernelsFilesCannotBeWritten() throws InterruptedException {
    for (String file :
        List.of(
            "/proc/sys/kernel/core_pattern",
            "/proc/sys/kernel/modprobe",
            "/proc/sys/vm/panic_on_oom",
            "/proc/sysrq-trigger",
            "/sys/kernel/uevent_helper",
            "/sys/fs/cgroup/memory/release_agent",
            "/sys/fs/cgroup/cgroup.procs")) {
      fails("echo x > " + file);
    }
    fails("head -c 1 /proc/kcore");
    fails("head -c 1 /dev/mem");
    fails("mknod /tmp/disk b 8 0 && head -c 1 /tmp/disk");
  }

  @Test
  void noMountAndNoNamespaceCanBeMade() throws InterruptedException {
    fails("mount -t tmpfs t /mnt");
    fails("mount --bind / /mnt");
    fails("mount -t proc p /mnt");
    fails("umount /proc");
    String breakOut =
        """
        import os
        os.makedirs('x', exist_ok=True)
        root = os.open('/', os.O_RDONLY)
        os.chroot('x')
        os.fchdir(root)
        for i in range(64): os.chdir('..')
        os.chroot('.')
        print(open('HOST/secret').read())
        """;
    fails(python(breakOut.replace("HOST", host.toString())));
    fails("nsenter -t 1 -m true");
    // A user namespace of one's own, where it can be made, gives nothing of the sandbox's outside.
    fails("unshare -Urm sh -c 'mount -t proc p /mnt && cat /mnt/1/root" + host + "/secret'");
  }

  @Test
  void noPrivilegeIsGained() throws InterruptedException {
    String status =
        tries("grep -E 'Cap(Eff|Prm|Bnd|Inh|Amb)|NoNewPrivs' /proc/self/status").stdout();
    assertTrue(status.contains("NoNewPrivs:\t1"), status);
    for (String line : status.lines().filter(l -> l.startsWith("Cap")).toList()) {
      // CAP_SYS_CHROOT, bit 18, is what a launcher without bubblewrap needs to enter the tree.
      long held = Long.parseLong(line.substring(line.indexOf('\t') + 1), 16) & ~(1L << 18);
      assertEquals(0, held, line);
    }
    fails("cp /bin/sh /tmp/s && chmod 4755 /tmp/s && /tmp/s -p -c 'mount -t tmpfs t /mnt'");
  }

  @Test
  void listenersOnTheHostsAddressesCannotBeReached() throws Exception {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLinkLocalAddress()) {
          refusesToReach(address);
        }
      }
    }
  }

  private void refusesToReach(InetAddress address) throws Exception {
    try (var server = new ServerSocket(0, 5, address)) {
      String connect =
          """
          import socket
          s = socket.create_connection(('ADDRESS', PORT), 2)
          s.sendall(b'x')
          print('reached')
          """;
      String script =
          python(
              connect
                  .replace("ADDRESS", address.getHostAddress())
                  .replace("PORT", Integer.toString(server.getLocalPort())));
      assertFalse(tries(script).stdout().contains("reached"), address::toString);
      server.setSoTimeout(50);
      boolean reached;
      try (var _ = server.accept()) {
        reached = true;
      } catch (SocketTimeoutException _) {
        reached = false;
      }
      assertFalse(reached, address::toString);
    }
  }

  @Test
  void sandboxesShareNoAbstractSocketNoMemoryAndNoFiles() throws InterruptedException {
    String listen =
        "import socket, time\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0millrace')\n"
            + "s.listen()\ntime.sleep(1.5)";
    String connect =
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0millrace')\nprint('met')";
    try (var shell = neighbour.shell(LIMITS)) {
      shell.run(python(listen).replaceFirst("python3 -", "python3 - &"), Duration.ofSeconds(10));
      shell.run("echo shared > /dev/shm/x; ipcmk -M 4096; true", Duration.ofSeconds(10));
      assertFalse(tries(python(connect)).stdout().contains("met"));
      fails("ls /dev/shm/x /tmp/x /app/file 2>/dev/null | grep .");
      assertEquals("0\n", tries("ipcs -m | grep -c 0x; true").stdout());
    }
  }

  @Test
  void aForkBombIsHeldBack() throws InterruptedException {
    var result = attacker.exec(Command.bash(":(){ :|:& };:; sleep 3; wait", SHORT));
    assertTrue(result.duration().toSeconds() < 15, result.toString());
    var neighbours = neighbour.exec(Command.bash("for i in 1 2 3 4 5; do sh -c :; done", LIMITS));
    assertTrue(neighbours.ok(), neighbours.toString());
  }

  @Test
  void aMemoryBombIsHeldBack() throws InterruptedException {
    var one =
        attacker.exec(Command.bash(python("x = bytearray(2 << 30)\nprint('he' + 'ld')"), LIMITS));
    assertFalse(one.stdout().contains("held"), one.toString());
    String many =
        "for i in 1 2 3 4 5 6 7 8; do python3 -c 'x = bytearray(120 << 20); import time;"
            + " time.sleep(2); print(\"he\" + \"ld\")' & done; wait";
    if (isFull("memory")) {
      var held = tries(many).stdout().lines().filter("held"::equals).count();
      assertTrue(held < 4, () -> held + " times 120 MiB were held of 256");
    }
  }

  @Test
  void aDiskBombIsHeldBack() throws InterruptedException {
    for (String place : List.of("/app", "/tmp", "/usr", "/dev/shm")) {
      if (isFull("disk") || place.equals("/dev/shm")) {
        fails("head -c 300m /dev/zero > " + place + "/bomb");
        tries("rm -f " + place + "/bomb");
      }
    }
    if (isFull("disk")) {
      fails("i=0; while [ $i -lt 100000 ]; do : > f$i || exit 1; i=$((i+1)); done");
      tries("find . -name 'f*' -delete");
    }
  }

  private boolean isFull(String protection) {
    return provider().protections().all().stream()
        .anyMatch(
            one -> one.name().equals(protection) && one.strength() == Protections.Strength.FULL);
  }

  @Test
  void theBaseCannotBeChangedForOthers() throws InterruptedException, IOException {
    byte[] before = Files.readAllBytes(Path.of("/usr/bin/env"));
    tries("ln /usr/bin/env /tmp/e; echo x >> /tmp/e; echo x >> /usr/bin/env; rm /usr/bin/true");
    assertTrue(neighbour.exec(Command.bash("/usr/bin/env true", LIMITS)).ok());
    assertEquals(before.length, Files.size(Path.of("/usr/bin/env")));
  }

  @Test
  void linksThatChangeUnderTheSupervisorLeadNowhere() throws InterruptedException {
    try (var shell = attacker.shell(LIMITS)) {
      String flip =
          "mkdir -p real; echo inside > real/secret; (while :; do ln -sfn HOST d; ln -sfn real d;"
              + " rm -f d; mkdir d 2>/dev/null; rmdir d 2>/dev/null; done) >/dev/null 2>&1 & true";
      assertTrue(shell.run(flip.replace("HOST", host.toString()), Duration.ofSeconds(10)).ok());
      for (int i = 0; i < 25; i++) {
        Optional<byte[]> read = attacker.read("d/secret", 100);
        assertFalse(
            read.filter(b -> new String(b, StandardCharsets.UTF_8).equals(SECRET)).isPresent());
        attacker.write("d/made", new byte[1]);
      }
      try {
        attacker.capture(1 << 20);
      } catch (FailureException e) {
        // A capture may fail while the tree changes; it may not leave the tree.
        assertTrue(e.failure().detail().contains("capture"), e.failure().detail());
      }
    }
  }

  @Test
  void nothingCanBeTypedIntoTheSupervisorsTerminal() throws InterruptedException {
    String inject =
        """
        import fcntl, os, termios
        for name in (0, 1, 2, '/dev/tty', '/dev/console', '/dev/pts/0'):
            try:
                fd = name if isinstance(name, int) else os.open(name, os.O_RDWR)
                fcntl.ioctl(fd, termios.TIOCSTI, b'x')
                print('typed')
            except OSError:
                pass
        """;
    assertFalse(tries(python(inject)).stdout().contains("typed"));
  }
}
