package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every provider that runs real commands keeps.
public abstract class SandboxContract {
  protected static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(20), 1L << 30, 16_384);

  @TempDir Path context;

  /// The provider under test, the same for all tests of a class.
  protected abstract SandboxProvider provider();

  @BeforeEach
  void fillContext() throws IOException {
    Files.writeString(
        Files.createDirectories(context.resolve("repo/bin")).resolve("tool"),
        "#!/bin/sh\necho t\n");
    Files.setAttribute(context.resolve("repo/bin/tool"), "unix:mode", 0755);
    Files.writeString(context.resolve("repo/read.me"), "read me\n");
  }

  protected final Environment environment(String digest, Environment.Step... steps) {
    return new Environment(
        List.of(steps),
        Map.of("APP_MODE", "test"),
        "/app",
        context,
        getClass().getSimpleName() + digest);
  }

  private Sandbox plain() throws InterruptedException {
    return provider()
        .create(
            environment(
                "plain",
                new Environment.Step.Copy(List.of("repo"), "/app/"),
                new Environment.Step.Run(
                    "mkdir -p old/deep && echo 1 > old/deep/a && ln -s old link && echo k > keep",
                    "/app",
                    Map.of())));
  }

  private static String run(Sandbox sandbox, String script) throws InterruptedException {
    var result = sandbox.exec(Command.bash(script, LIMITS));
    assertTrue(result.ok(), result.toString());
    return result.stdout();
  }

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
  void anAttachedDirectoryIsSeenButNeverWritten() throws InterruptedException, IOException {
    try (var sandbox = attached(context.resolve("repo"), "/opt/tools")) {
      assertEquals("t\nread me\n", run(sandbox, "/opt/tools/bin/tool; cat /opt/tools/read.me"));
      run(sandbox, "echo mine > /tmp/a; ! echo x > /opt/tools/read.me; ! touch /opt/tools/new");
      run(sandbox, "! mount -o remount,rw /opt/tools && ! umount /opt/tools; true");
      run(sandbox, "! touch /opt/tools/new");
      assertEquals(
          "read me\n",
          new String(sandbox.read("/opt/tools/read.me", 99).orElseThrow(), StandardCharsets.UTF_8));
    }
    assertEquals("read me\n", Files.readString(context.resolve("repo/read.me")));
    assertFalse(Files.exists(context.resolve("repo/new")));
  }

  @Test
  void whatIsAttachedIsNoChangeOfTheWorkspace() throws InterruptedException {
    try (var sandbox = attached(context.resolve("repo"), "/opt/tools");
        var plain = provider().create(environment("attached"))) {
      run(sandbox, "echo mine > /app/a; ls /opt/tools; echo x > /run/scratch/x");
      assertEquals("", run(sandbox, "ls /run/scratch"));
      run(plain, "echo mine > /app/a");
      assertEquals(plain.capture(1 << 20).digest(), sandbox.capture(1 << 20).digest());
    }
  }

  @Test
  void theWaysToAnAttachmentKeepTheirModes() throws InterruptedException {
    try (var sandbox = attached(context.resolve("repo"), "/tmp/deep/tools")) {
      assertEquals("777\n755\n", run(sandbox, "stat -c %a /tmp /tmp/deep; touch /tmp/mine"));
    }
  }

  @Test
  void anAttachedSocketCanBeCalledAndLoopbackIsUp() throws InterruptedException, IOException {
    Path directory = Files.createDirectory(context.resolve("sock"));
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
        assertEquals("both\n", run(sandbox, "python3 -c '" + script + "'"));
      }
    }
  }

  @Test
  void whatCannotBeAttachedIsAFailureOfTheSandbox() {
    for (String target : List.of("/usr/x", "relative", "/a/../b", "/", "/proc/x")) {
      var failure =
          assertThrows(
              FailureException.class, () -> new Attachments.ReadOnly(context, target), target);
      assertTrue(failure.failure().detail().contains(target), failure.toString());
    }
    assertThrows(FailureException.class, () -> attached(context.resolve("none"), "/opt/x").close());
  }

  @Test
  void filesPersistBetweenCommands() throws InterruptedException {
    try (var sandbox = plain()) {
      run(sandbox, "echo one > /tmp/a; echo two > b");
      assertEquals("one\ntwo\n", run(sandbox, "cat /tmp/a /app/b"));
    }
  }

  @Test
  void commandsStartInTheWorkdirWithTheLayersFiles() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals("/app", sandbox.workdir());
      assertEquals("/app\nread me\nt\n", run(sandbox, "pwd; cat read.me; bin/tool"));
    }
  }

  @Test
  void theHostsEnvironmentIsNotPassedOn() throws InterruptedException {
    try (var sandbox = plain()) {
      var command =
          Command.of(List.of("env"), LIMITS).withVariables(Map.of("MINE", "a'b $HOME\n\"c\" é"));
      var lines = sandbox.exec(command).stdout().lines().sorted().toList();
      assertEquals(
          List.of(
              "\"c\" é",
              "APP_MODE=test",
              "HOME=/root",
              "LANG=C.UTF-8",
              "MINE=a'b $HOME",
              "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "PYTHONDONTWRITEBYTECODE=1",
              "PYTHONHASHSEED=0",
              "TZ=UTC"),
          lines);
    }
  }

  @Test
  void wordsReachTheCommandAsTheyAre() throws InterruptedException {
    try (var sandbox = plain()) {
      var words = List.of("printf", "%s|", "a b", "'q'", "$(id)", "*", "", "ü–\n", "-n", "\\");
      assertEquals(
          "a b|'q'|$(id)|*||ü–\n|-n|\\|", sandbox.exec(Command.of(words, LIMITS)).stdout());
    }
  }

  @Test
  void aWordLongerThanAPageArrives() throws InterruptedException {
    try (var sandbox = plain()) {
      String word = "x".repeat(100_000);
      var result = sandbox.exec(Command.of(List.of("sh", "-c", "echo ${#1}", "sh", word), LIMITS));
      assertEquals("100000\n", result.stdout());
    }
  }

  @Test
  void anUnknownProgramIsStatus127() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals(127, sandbox.exec(Command.of(List.of("no-such-program"), LIMITS)).exitCode());
    }
  }

  @Test
  void aSignalsNumberIsInTheStatus() throws InterruptedException {
    try (var sandbox = plain()) {
      var result = sandbox.exec(Command.of(List.of("sh", "-c", "kill -9 $$"), LIMITS));
      assertEquals(137, result.exitCode());
      assertEquals("", result.stderr());
      assertEquals(ExecResult.End.EXITED, result.end());
    }
  }

  @Test
  void standardInputReachesTheCommand() throws InterruptedException {
    try (var sandbox = plain()) {
      byte[] input = "in\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
      var count = Command.of(List.of("wc", "-l"), LIMITS).withStdin(input);
      assertEquals("100000\n", sandbox.exec(count).stdout());
      assertEquals(
          0, sandbox.exec(Command.of(List.of("true"), LIMITS).withStdin(input)).exitCode());
      assertEquals("", sandbox.exec(Command.of(List.of("cat"), LIMITS)).stdout());
    }
  }

  @Test
  void streamsAreKeptApartUnlessMerged() throws InterruptedException {
    try (var sandbox = plain()) {
      var argv = List.of("sh", "-c", "echo out; echo err >&2");
      var apart = sandbox.exec(Command.of(argv, LIMITS));
      assertEquals(List.of("out\n", "err\n"), List.of(apart.stdout(), apart.stderr()));
      assertEquals("out\nerr\n", run(sandbox, "echo out; echo err >&2"));
    }
  }

  @Test
  void thereIsNoNetwork() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals("lo\n", run(sandbox, "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '"));
      String connect = "exec 3<>/dev/tcp/192.0.2.1/80";
      assertFalse(sandbox.exec(Command.bash(connect, LIMITS)).ok());
    }
  }

  @Test
  void theHostsFilesAndProcessesAreInvisible() throws InterruptedException, IOException {
    Path secret = context.resolve("secret");
    Files.writeString(secret, "host only");
    try (var sandbox = plain()) {
      assertEquals(
          List.of(),
          run(sandbox, "ls -A /home /root /mnt /srv /opt | grep -v :").strip().lines().toList());
      assertFalse(sandbox.exec(Command.bash("cat " + secret, LIMITS)).ok());
      assertFalse(
          sandbox
              .exec(Command.bash("ls /etc/shadow /etc/ssh", LIMITS))
              .stdout()
              .startsWith("/etc"));
      assertEquals("sandbox\n", run(sandbox, "uname -n"));
      int processes = Integer.parseInt(run(sandbox, "ls -d /proc/[0-9]* | wc -l").strip());
      assertTrue(processes < 10, () -> processes + " processes are visible");
    }
  }

  @Test
  void theKernelsKnobsAreReadOnly() throws InterruptedException {
    try (var sandbox = plain()) {
      for (String knob : List.of("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger")) {
        assertFalse(sandbox.exec(Command.bash(": >> " + knob, LIMITS)).ok(), knob);
      }
      assertFalse(sandbox.exec(Command.bash("mount -t tmpfs t /mnt", LIMITS)).ok());
    }
  }

  @Test
  void theUsualDevicesAreThere() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals(
          "4\nx\n",
          run(sandbox, "head -c4 /dev/urandom | wc -c; echo gone >/dev/null; cat <(echo x)"));
      run(sandbox, "echo a >/dev/shm/b");
    }
  }

  @Test
  void theTimeLimitEndsTheCommandAndWhatItStarted() throws InterruptedException {
    try (var sandbox = plain()) {
      var limits = new Command.Limits(Duration.ofMillis(400), 1L << 30, 16_384);
      var script = "echo begun; (while :; do echo . >> ticks; sleep 0.02; done) & sleep 60";
      var result = sandbox.exec(Command.bash(script, limits));
      assertEquals(ExecResult.End.TIMED_OUT, result.end());
      assertEquals(137, result.exitCode());
      assertEquals("begun\n", result.stdout());
      assertTrue(result.duration().toMillis() < 10_000, result.duration().toString());
      String ticks = run(sandbox, "wc -l < ticks");
      assertEquals(ticks, run(sandbox, "sleep 0.1; wc -l < ticks"));
    }
  }

  @Test
  void backgroundProcessesEndWithTheCommand() throws InterruptedException {
    try (var sandbox = plain()) {
      run(sandbox, "(while :; do echo . >> ticks; sleep 0.02; done) >/dev/null 2>&1 & sleep 0.1");
      String ticks = run(sandbox, "wc -l < ticks");
      assertEquals(ticks, run(sandbox, "sleep 0.1; wc -l < ticks"));
    }
  }

  @Test
  void ofLongOutputTheHeadAndTheTailAreKept() throws InterruptedException {
    try (var sandbox = plain()) {
      var limits = new Command.Limits(Duration.ofSeconds(20), 1L << 30, 1000);
      var result = sandbox.exec(Command.bash("echo first; seq 100000; echo last", limits));
      assertTrue(result.ok());
      assertTrue(result.stdout().startsWith("first\n1\n"), result.stdout());
      assertTrue(result.stdout().endsWith("\n100000\nlast\n"), result.stdout());
      assertTrue(result.stdout().contains("[... 587906 bytes cut ...]"), result.stdout());
      assertTrue(result.stdout().length() < 1100);
    }
  }

  @Test
  void theMemoryLimitHolds() throws InterruptedException {
    try (var sandbox = plain()) {
      var limits = new Command.Limits(Duration.ofSeconds(20), 64L << 20, 16_384);
      var result = sandbox.exec(Command.bash("head -c 300m /dev/zero | tail | wc -c", limits));
      assertFalse(result.stdout().startsWith("314572800"), result.stdout());
    }
  }

  @Test
  void anInterruptEndsTheCommand() throws Exception {
    try (var sandbox = plain()) {
      var interrupted = new CompletableFuture<Throwable>();
      var begun = new CountDownLatch(1);
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    begun.countDown();
                    try {
                      sandbox.exec(Command.bash("sleep 60", LIMITS));
                      interrupted.complete(new AssertionError("the command ended"));
                    } catch (Throwable e) {
                      interrupted.complete(e);
                    }
                  });
      assertTrue(begun.await(10, TimeUnit.SECONDS));
      caller.interrupt();
      assertTrue(interrupted.get(10, TimeUnit.SECONDS) instanceof InterruptedException);
      assertTrue(caller.join(Duration.ofSeconds(10)));
      run(sandbox, "true");
    }
  }

  @Test
  void filesAreReadAndWritten() throws InterruptedException {
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
      assertEquals("new\n", run(sandbox, "bin/tool"));
    }
  }

  @Test
  void linksOfTheAgentAreNotFollowedOnTheHost() throws InterruptedException, IOException {
    Path secret = context.resolve("secret");
    Files.writeString(secret, "host only");
    try (var sandbox = plain()) {
      run(sandbox, "ln -s " + secret + " s; ln -s " + context + " d");
      assertTrue(sandbox.read("s", 100).isEmpty());
      assertTrue(sandbox.read("d/secret", 100).isEmpty());
      assertFalse(sandbox.write("d/made", new byte[1]) && Files.exists(context.resolve("made")));
    }
  }

  @Test
  void directoriesAreCopiedInWithTheirModes() throws InterruptedException {
    try (var sandbox = plain()) {
      sandbox.copyIn(context.resolve("repo"), "/tests");
      assertEquals("t\nread me\n", run(sandbox, "/tests/bin/tool; cat /tests/read.me"));
    }
  }

  private static final String CHANGES =
      """
      echo changed > read.me; chmod 600 keep; mkdir -m 750 new; echo n > new/n; ln -s ../keep new/l
      rm -rf old; mkdir old; echo fresh > old/b; rm bin/tool; echo ü > 'na me ü'; rm link
      mkdir link; echo file > link/f; mkdir /tmp/t; chmod 000 new/n; mkfifo pipe; touch empty
      echo '#!/bin/sh' > /etc/extra
      """;
  private static final String STATE =
      "cd / && find app tmp etc/extra -printf '%p %y %m %l\\n' | LC_ALL=C sort;"
          + " cd app; cat read.me keep old/* link/f na*";

  @Test
  void anEndStateIsRebuiltFromItsDelta() throws InterruptedException {
    try (var agent = plain();
        var judge = plain()) {
      run(agent, CHANGES);
      var delta = agent.capture(1 << 20);
      judge.apply(delta);
      assertEquals(run(agent, STATE), run(judge, STATE));
      assertEquals(delta.digest(), judge.capture(1 << 20).digest());
    }
  }

  @Test
  void equalStatesHaveEqualDigests() throws InterruptedException {
    try (var one = plain();
        var two = plain()) {
      assertEquals(one.capture(1 << 20), two.capture(1 << 20));
      run(one, "echo a > a; echo b > b; touch read.me; mkdir d; rmdir d");
      run(two, "echo b > b; echo x > a; echo a > a; cp keep k; cat k > keep; rm k");
      assertEquals(one.capture(1 << 20).digest(), two.capture(1 << 20).digest());
    }
  }

  @Test
  void anUntouchedSandboxHasAnEmptyDelta() throws InterruptedException {
    try (var sandbox = plain()) {
      run(sandbox, "ls -R /app /etc > /dev/null; grep -r x /app || true");
      assertEquals(List.of(), DeltaArchive.decode(sandbox.capture(1 << 20)));
    }
  }

  @Test
  void aDeltaLargerThanAllowedIsAFailure() throws InterruptedException {
    try (var sandbox = plain()) {
      run(sandbox, "head -c 100000 /dev/zero > big; truncate -s 1T huge || true");
      assertThrows(FailureException.class, () -> sandbox.capture(50_000));
    }
  }

  @Test
  void twoSandboxesDoNotSeeEachOther() throws InterruptedException {
    try (var one = plain();
        var two = plain()) {
      run(one, "echo one > /tmp/mine; rm read.me");
      assertEquals("read me\n", run(two, "ls /tmp; cat read.me"));
    }
  }

  @Test
  void aLayerIsBuiltOnce() throws InterruptedException {
    var run = new Environment.Step.Run("head -c 16 /dev/urandom | od > id", "/app", Map.of());
    var environment = environment("once", new Environment.Step.MakeDirectory("/app"), run);
    try (var one = provider().create(environment);
        var two = provider().create(environment)) {
      assertEquals(run(one, "cat id"), run(two, "cat id"));
    }
  }

  @Test
  void aStepSeesItsOwnVariablesAndDirectory() throws InterruptedException {
    var environment =
        environment(
            "steps",
            new Environment.Step.MakeDirectory("/srv/a b"),
            new Environment.Step.Run("echo $V > v; pwd >> v", "/srv/a b", Map.of("V", "1 2")),
            new Environment.Step.Copy(List.of("repo/read.me"), "/srv/renamed"),
            new Environment.Step.Copy(List.of("repo/read.me", "repo/bin"), "/srv/many/"));
    try (var sandbox = provider().create(environment)) {
      assertEquals("1 2\n/srv/a b\nread me\n", run(sandbox, "cat '/srv/a b/v' /srv/renamed"));
      assertEquals("read.me\ntool\n", run(sandbox, "ls /srv/many"));
    }
  }

  @Test
  void aStepThatFailsIsNamedWithItsOutput() {
    var environment =
        environment(
            "broken",
            new Environment.Step.MakeDirectory("/app"),
            new Environment.Step.Run("echo working; echo broken >&2; exit 3", "/app", Map.of()));
    var thrown = assertThrows(FailureException.class, () -> provider().create(environment).close());
    var failure = thrown.failure();
    assertTrue(failure instanceof Failure.Environment, failure.toString());
    assertTrue(failure.detail().startsWith("step 2 (RUN echo working;"), failure.detail());
    assertTrue(failure.detail().contains("status 3"), failure.detail());
    assertTrue(failure.detail().endsWith("working\nbroken"), failure.detail());
  }

  @Test
  void aSourceOutsideTheContextIsRefused() {
    var copy = new Environment.Step.Copy(List.of("../../etc/passwd"), "/app/");
    var environment = environment("outside", copy);
    assertThrows(FailureException.class, () -> provider().create(environment).close());
  }

  @Test
  void closingTwiceIsHarmlessAndEndsTheSandbox() throws InterruptedException {
    var sandbox = plain();
    run(sandbox, "mkdir -p a/b; touch a/b/c; chmod 000 a/b/c a/b a");
    sandbox.close();
    sandbox.close();
    assertThrows(FailureException.class, () -> sandbox.exec(Command.bash("true", LIMITS)));
  }
}
