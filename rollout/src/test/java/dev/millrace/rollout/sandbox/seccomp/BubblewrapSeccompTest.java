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
  private static final String DENIED =
      """
      import ctypes, errno, os, socket, sys
      libc = ctypes.CDLL(None, use_errno=True)
      def call(name, number, *arguments):
          ctypes.set_errno(0)
          result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
          print(name, errno.errorcode[ctypes.get_errno()] if result == -1 else 'allowed')
      arm = os.uname().machine == 'aarch64'
      call('ptrace', 117 if arm else 101, 0, 0, 0, 0)
      call('process_vm_readv', 270 if arm else 310, os.getpid(), 0, 0, 0, 0, 0)
      call('mount', 40 if arm else 165, 0, 0, 0, 0, 0)
      call('fsopen', 430, 0, 0)
      call('unshare', 97 if arm else 272, 0x10000000)
      call('setns', 268 if arm else 308, 0, 0)
      call('clone', 220 if arm else 56, 0x10000000 | 17, 0, 0, 0, 0)
      call('clone3', 435, 0, 0)
      call('keyctl', 219 if arm else 250, 0, -3, 1)
      call('bpf', 280 if arm else 321, 0, 0, 0)
      call('perf_event_open', 241 if arm else 298, 0, 0, -1, -1, 0)
      call('userfaultfd', 282 if arm else 323, 1)
      call('io_uring_setup', 425, 1, 0)
      call('personality', 92 if arm else 135, 0x40000)
      call('open_by_handle_at', 265 if arm else 304, -100, 0, 0)
      call('not yet known', 1000)
      call('TIOCSTI', 29 if arm else 16, 0, 0xabcd000000005412, 0)
      for name, family, protocol in ('alg', 38, 0), ('vsock', 40, 0), ('netfilter', 16, 12):
          try:
              socket.socket(family, socket.SOCK_RAW if protocol else socket.SOCK_STREAM, protocol)
              print(name, 'allowed')
          except OSError as e:
              print(name, errno.errorcode[e.errno])
      """;
  private static final String ANSWERS =
      """
      ptrace EPERM
      process_vm_readv EPERM
      mount EPERM
      fsopen EPERM
      unshare EPERM
      setns EPERM
      clone EPERM
      clone3 ENOSYS
      keyctl EPERM
      bpf EPERM
      perf_event_open EPERM
      userfaultfd EPERM
      io_uring_setup EPERM
      personality EPERM
      open_by_handle_at EPERM
      not yet known ENOSYS
      TIOCSTI EPERM
      alg EAFNOSUPPORT
      vsock EAFNOSUPPORT
      netfilter EPROTONOSUPPORT\
      """;

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
    var ran = filtered("/usr/bin/python3", "-c", DENIED);
    assertEquals(ANSWERS, ran.output());
  }

  @Test
  void ordinaryProgramsDoNotNotice() throws IOException, InterruptedException {
    var ran = filtered("bash", "-c", ORDINARY);
    assertEquals("2000\nthrough\n190 child\n45\nTrue AF_UNIX\none", ran.output());
    assertEquals(0, ran.exitCode());
  }
}
