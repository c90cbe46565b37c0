package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attempts to get out of a sandbox, or to harm the host or a neighbour from within. After each one
/// the neighbour's episode goes on, and so does the one that tried.
public abstract class EscapeContract implements KernelRules, BombRules, RaceRules {
  @TempDir Path host;

  private Sandbox attacker;
  private Sandbox neighbour;

  @Override
  public abstract SandboxProvider provider();

  /// What a sandbox of the provider's may use.
  protected static Bounds bounds() {
    return new Bounds(128, 1024, 64L << 20);
  }

  @BeforeEach
  void open() throws InterruptedException, IOException {
    attacker = provider().create(environment());
    neighbour = provider().create(environment());
    assertTrue(neighbour.exec(Command.bash("echo mine > file", LIMITS)).ok());
    Files.writeString(host.resolve("secret"), SECRET);
  }

  @AfterEach
  void everybodyGoesOn() throws InterruptedException, IOException {
    try (var one = attacker;
        var two = neighbour) {
      assertEquals("mine\n", two.exec(Command.bash("cat file", LIMITS)).stdout());
      assertEquals("on\n", one.exec(Command.bash("echo on", LIMITS)).stdout());
      assertEquals(SECRET, Files.readString(host.resolve("secret")));
      assertEquals(List.of("secret"), names(host));
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public final Environment environment() {
    return new Environment(
        List.of(new Environment.Step.MakeDirectory("/app")),
        Map.of(),
        "/app",
        null,
        getClass().getSimpleName());
  }

  @Override
  public final Sandbox attacker() {
    return attacker;
  }

  @Override
  public final Path host() {
    return host;
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
          EscapeRules.python(
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
        "import socket, signal\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0millrace')\n"
            + "s.listen()\nopen('listens', 'w').close()\nsignal.pause()";
    String connect =
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0millrace')\nprint('met')";
    try (var shell = neighbour.shell(LIMITS)) {
      var listens =
          shell.run(
              EscapeRules.python(listen).replaceFirst("<<'END'\n", "<<'END' &\n")
                  + "until [ -e listens ]; do sleep 0.01; done",
              LIMITS.time());
      assertTrue(listens.ok(), listens::toString);
      shell.run("echo shared > /dev/shm/x; ipcmk -M 4096; true", LIMITS.time());
      assertFalse(tries(EscapeRules.python(connect)).stdout().contains("met"));
      fails("ls /dev/shm/x /tmp/x /app/file 2>/dev/null | grep .");
      assertEquals("0\n", tries("ipcs -m | grep -c 0x; true").stdout());
    }
  }

  /// Session 0 is one outside of the namespace; a terminal has a number.
  @Test
  void aCommandHasASessionOfItsOwnAndNoTerminal() throws InterruptedException {
    String terminal = "read -r words < /proc/self/stat; set -- ${words##*) }; echo $4 $5";
    String alone = tries(terminal).stdout();
    assertTrue(alone.matches("[1-9][0-9]* 0\n"), alone);
    fails(": < /dev/tty");
    try (var shell = attacker.shell(LIMITS)) {
      var said = shell.run(terminal, LIMITS.time()).stdout();
      assertTrue(said.matches("[1-9][0-9]* 0\n"), said);
    }
  }

  @Test
  void theBaseCannotBeChangedForOthers() throws InterruptedException, IOException {
    byte[] before = Files.readAllBytes(Path.of("/usr/bin/env"));
    tries("ln /usr/bin/env /tmp/e; echo x >> /tmp/e; echo x >> /usr/bin/env; rm /usr/bin/true");
    assertTrue(neighbour.exec(Command.bash("/usr/bin/env true", LIMITS)).ok());
    assertEquals(before.length, Files.size(Path.of("/usr/bin/env")));
  }
}
