package dev.millrace.rollout.sandbox.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The filter in the kernel, under real programs.
final class BubblewrapSeccompTest {
  private static final String ORDINARY =
      """
      set -e
      seq 1 2000 | sort -R | sort -n | tail -1
      mkfifo /tmp/pipe && { echo through > /tmp/pipe & cat /tmp/pipe; }
      /usr/bin/python3 - <<'PYTHON'
      import multiprocessing, socket, subprocess, threading
      out = []
      threads = [threading.Thread(target=out.append, args=(i,)) for i in range(20)]
      [t.start() for t in threads]; [t.join() for t in threads]
      print(sum(out), subprocess.run(['echo', 'child'], capture_output=True, text=True).stdout.strip())
      with multiprocessing.get_context('fork').Pool(2) as pool:
          print(sum(pool.map(abs, range(-9, 1))))
      server = socket.create_server(('127.0.0.1', 0))
      client = socket.create_connection(server.getsockname())
      print(len(socket.getaddrinfo('127.0.0.1', 80)) > 0, socket.socketpair()[0].family.name)
      PYTHON
      if command -v git > /dev/null; then
        cd /tmp && git init -q repo && cd repo && echo a > a && git add a
        git -c user.name=n -c user.email=e@x commit -qm one && git log --format=%s
      else
        echo one
      fi
      """;

  @TempDir Path directory;

  @BeforeEach
  void needsBubblewrap() throws InterruptedException {
    var ran = Host.local().run(bubblewrap("true"));
    assumeTrue(
        ran.exitCode() == 0,
        () -> "bwrap does not work here (" + ran.output() + "): the filter is not tried for real");
    assumeTrue(Architecture.current().isPresent(), "no filter for this processor: it is not tried");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no /usr/bin/python3");
  }

  private static List<String> bubblewrap(String... more) {
    List<String> argv = new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent"));
    argv.addAll(List.of("--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/"));
    argv.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    argv.addAll(List.of(more));
    return argv;
  }

  private Host.Ran filtered(String... command) throws IOException, InterruptedException {
    Path filter = directory.resolve("filter.bpf");
    Files.write(filter, SeccompFilter.of(Architecture.current().orElseThrow()).bytes());
    List<String> argv = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 9<\"$0\""));
    argv.add(filter.toString());
    argv.addAll(bubblewrap("--seccomp", "9"));
    argv.addAll(List.of(command));
    return Host.local().run(argv);
  }

  @Test
  void refusedCallsFailInTheKernel() throws IOException, InterruptedException {
    var ran = filtered("/usr/bin/python3", "-c", FilterProbe.SCRIPT);
    assertEquals(FilterProbe.ANSWERS, ran.output());
  }

  @Test
  void ordinaryProgramsDoNotNotice() throws IOException, InterruptedException {
    var ran = filtered("bash", "-c", ORDINARY);
    assertEquals("2000\nthrough\n190 child\n45\nTrue AF_UNIX\none", ran.output());
    assertEquals(0, ran.exitCode());
  }
}
