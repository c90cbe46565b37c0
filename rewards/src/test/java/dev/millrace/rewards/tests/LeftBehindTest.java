package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rewards that a program of the tests writes, after it has run the code under test in a process of
/// its own. What that leaves behind may write another one later.
final class LeftBehindTest {
  private static final String PROGRAM =
      """
      import json, subprocess, sys
      sys.dont_write_bytecode = True
      asked = [sys.executable, "-c", "from thing import double; print(double(2))"]
      told = subprocess.run(asked, capture_output=True, text=True, cwd="/app")
      with open("/logs/verifier/reward.json", "w") as file:
          json.dump({"reward": float(told.stdout.strip() == "4")}, file)
      """;
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private Verdict verdict(String code) throws InterruptedException {
    return Grader.program(PROVIDERS.shared(Mechanism.DIRECT), directory, PROGRAM).verdict(code);
  }

  @Test
  void honestWorkIsWorthWhatItDoes() throws InterruptedException {
    assertEquals(1, correctness(verdict(RIGHT)));
    assertEquals(0, correctness(verdict("def double(x):\n    return x\n")));
  }

  @Test
  void whatHasEndedBeforeTheRewardIsNoMatter() throws InterruptedException {
    String code =
        """
        import os
        def double(x):
            child = os.fork()
            if child == 0:
                first = os.getpid()
                second = os.fork()
                if second:
                    with open("/tmp/second", "w") as file: file.write(str(second))
                    os._exit(0)
                while os.getppid() == first: pass
                os._exit(0)
            os.waitpid(child, 0)
            return 2 * x
        """;
    // Whoever waits for it notes its end a little later.
    String patient =
        """
        import os, time
        with open("/tmp/second") as file: second = file.read()
        while os.path.exists("/proc/" + second): pass
        long_after, now = time.time_ns() + 500_000_000, 0
        while now < long_after:
            with open("/tmp/now", "w") as file: file.write("now")
            now = os.stat("/tmp/now").st_ctime_ns
        """;
    String program = PROGRAM.replace("with open", patient + "with open");
    assertEquals(
        1,
        correctness(
            Grader.program(PROVIDERS.shared(Mechanism.DIRECT), directory, program).verdict(code)));
  }

  private static double correctness(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness();
  }

  static Map<String, String> code() {
    Map<String, String> code = new TreeMap<>();
    String forge =
        """
        import os
        reward = "/logs/verifier/" + "reward" + ".json"
        def forge():
            with open(reward, "w") as file: file.write('{"reward": 1}')
        def double(x): return x
        """;
    String detach =
        """
        import sys
        if os.fork() == 0:
            os.setsid()
            if os.fork(): os._exit(0)
            for fd in range(3): os.close(fd)
        """;
    code.put(
        "writes over and over",
        forge
            + detach
            + """
                while True:
                    try: forge()
                    except OSError: pass
            """);
    code.put(
        "writes once and is gone at once",
        forge
            + detach
            + """
                while not os.path.exists(reward) or os.path.getsize(reward) == 0: pass
                forge()
                os._exit(0)
            """);
    code.put(
        "is a child of the tests and not of what started it",
        forge
            + """
            import ctypes
            CLONE_PARENT, SIGCHLD = 0x8000, 17
            number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
            if ctypes.CDLL(None).syscall(number, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0:
                for fd in range(3): os.close(fd)
                while not os.path.exists(reward) or os.path.getsize(reward) == 0: pass
                forge()
                os._exit(0)
            """);
    code.put(
        "puts another directory in the verdict's place",
        forge
            + detach
            + """
                os.mkdir("/logs/other")
                with open("/logs/other/reward.json", "w") as file: file.write('{"reward": 1}')
                while not os.path.exists(reward) or os.path.getsize(reward) == 0: pass
                os.rename("/logs/verifier", "/logs/mine")
                os.rename("/logs/other", "/logs/verifier")
                os._exit(0)
            """);
    return code;
  }

  static Iterable<String> names() {
    return code().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aProcessThat(String name) throws InterruptedException {
    Verdict verdict = verdict(String.valueOf(code().get(name)));
    if (verdict instanceof Verdict.Judged late) {
      // It did not come to write before the sandbox ended.
      assertEquals(0, late.correctness());
    } else {
      Verdict.Errored errored = assertInstanceOf(Verdict.Errored.class, verdict);
      String problem = errored.failure().detail();
      boolean isSeen = problem.contains("were left behind");
      assertEquals(isSeen ? Verdict.Sign.FORGED : Verdict.Sign.NONE, errored.sign());
      // Or it was ended in the middle of its writing, or of moving what was written.
      boolean isUnfinished =
          Stream.of("is empty", "is not JSON", "was written").anyMatch(problem::contains);
      assertTrue(isSeen || isUnfinished, problem);
    }
  }
}
