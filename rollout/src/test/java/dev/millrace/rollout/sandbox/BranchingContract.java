package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every provider keeps whose sandboxes can be forked and have shells.
public abstract class BranchingContract {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 1L << 30, 16_384);
  private static final Duration LONG = Duration.ofSeconds(60);

  /// The provider under test, the same for all tests of a class.
  protected abstract SandboxProvider provider();

  private Sandbox sandbox() throws InterruptedException {
    String build = "mkdir -p old/deep && echo 1 > old/deep/a && echo 2 > old/b && echo k > keep";
    return provider()
        .create(
            new Environment(
                List.of(
                    new Environment.Step.MakeDirectory("/app"),
                    new Environment.Step.Run(build, "/app", Map.of())),
                Map.of("APP_MODE", "test"),
                "/app",
                null,
                getClass().getSimpleName()));
  }

  private static String run(Sandbox sandbox, String script) throws InterruptedException {
    var result = sandbox.exec(Command.bash(script, LIMITS));
    assertTrue(result.ok(), result.toString());
    return result.stdout();
  }

  private static String run(Shell shell, String script) throws InterruptedException {
    var result = shell.run(script, LONG);
    assertTrue(result.ok(), result.toString());
    return result.stdout();
  }

  @Test
  void aForkGoesOnFromHereAndNeitherSeesTheOther() throws InterruptedException {
    try (var one = sandbox()) {
      run(one, "echo before > file; rm old/b; mkdir new");
      try (var two = one.fork()) {
        assertEquals("/app", two.workdir());
        assertEquals("before\nkeep\nnew\n", run(two, "cat file; ls | grep -v file | grep -v old"));
        run(one, "echo one > file; rm -r new; echo 1 > mine");
        run(two, "echo two > file; echo 2 > new/two; ! test -e mine");
        assertEquals("one\nfile\nkeep\nmine\nold\n", run(one, "cat file; ls"));
        assertEquals("two\ntwo\ndeep\n", run(two, "cat file; ls new; ls old"));
        assertEquals(
            "two\n", new String(two.read("file", 99).orElseThrow(), StandardCharsets.UTF_8));
      }
      assertEquals("one\n", run(one, "cat file"));
    }
  }

  @Test
  void aForkOutlivesTheOneItCameFrom() throws InterruptedException {
    var one = sandbox();
    run(one, "echo before > file");
    var two = one.fork();
    one.close();
    try (two;
        var three = two.fork()) {
      run(two, "echo more >> file");
      assertEquals("before\nmore\n", run(two, "cat file"));
      assertEquals("before\n", run(three, "cat file"));
    }
    assertThrows(FailureException.class, () -> one.exec(Command.bash("true", LIMITS)));
  }

  @Test
  void capturesOfForksAreSinceTheFirstCreation() throws InterruptedException {
    String first = "echo 1 > a; rm -r old; mkdir old; echo n > old/n; chmod 700 keep";
    String second = "rm a; echo b > b; rm -r old; mkdir old; echo m > old/m; chmod 644 keep";
    try (var plain = sandbox();
        var forked = sandbox()) {
      run(plain, first);
      run(plain, second);
      run(forked, first);
      try (var fork = forked.fork()) {
        run(fork, second);
        assertEquals(plain.capture(1 << 20).digest(), fork.capture(1 << 20).digest());
        try (var judge = sandbox()) {
          judge.apply(fork.capture(1 << 20));
          assertEquals(run(fork, "find . | sort; cat b"), run(judge, "find . | sort; cat b"));
        }
      }
    }
  }

  @Test
  void anEpisodeCanBranchAtEveryStep() throws InterruptedException {
    Deque<Sandbox> open = new ArrayDeque<>();
    try {
      open.push(sandbox());
      List<String> expected = new ArrayList<>();
      for (int step = 0; step < 24; step++) {
        run(open.peek(), "echo " + step + " >> log; rm -f s*; touch s" + step);
        expected.add(Integer.toString(step));
        Sandbox next = open.peek().fork();
        if (step % 3 != 0) {
          open.pop().close();
        }
        open.push(next);
      }
      assertEquals(String.join("\n", expected) + "\n", run(open.peek(), "cat log"));
      assertEquals("s23\n", run(open.peek(), "ls -d s*"));
    } finally {
      open.forEach(Sandbox::close);
    }
  }

  @Test
  void aShellKeepsItsDirectoryVariablesAndBackgroundProcesses() throws InterruptedException {
    try (var sandbox = sandbox();
        var shell = sandbox.shell(LIMITS)) {
      assertEquals("/app\ntest\n", run(shell, "pwd; echo $APP_MODE"));
      run(shell, "cd old; it=\"a 'b'\"; f() { echo \"f $1\"; }; sleep 1000 & export OUT=1");
      assertEquals("/app/old\na 'b'\nf x\n1\n", run(shell, "pwd; echo \"$it\"; f x; printenv OUT"));
      assertEquals("running\n", run(shell, "kill -0 $! && echo running"));
      assertEquals(7, shell.run("(exit 7)", LONG).exitCode());
      assertFalse(shell.run("echo $((", LONG).ok());
      run(shell, "echo seen > file");
      assertEquals("seen\n", run(sandbox, "cat old/file"));
      run(sandbox, "echo back > old/file");
      assertEquals("back\n", run(shell, "cat file"));
    }
  }

  @Test
  void aScriptOfAShellReadsNothing() throws InterruptedException {
    try (var sandbox = sandbox();
        var shell = sandbox.shell(LIMITS)) {
      assertEquals("", run(shell, "cat"));
      assertEquals("still\n", run(shell, "read x; echo still"));
    }
  }

  @Test
  void whatAScriptSetsInItsShellConfusesNobody() throws InterruptedException {
    for (String setting :
        List.of(
            "set -x",
            "set -v",
            "echo() { builtin echo \"$@\" more; }",
            "printf() { builtin printf \"$@\"; builtin printf more; }")) {
      try (var sandbox = sandbox();
          var shell = sandbox.shell(LIMITS)) {
        shell.run(setting, LONG);
        for (int i = 0; i < 3; i++) {
          String said = run(shell, "builtin echo o\"\"n" + i);
          assertTrue(said.contains("on" + i + "\n"), said);
          assertFalse(said.matches("(?s).*[0-9a-f]{32}[0-9]+\n.*"), said);
        }
      }
    }
  }

  /// A script can learn the marker that ends its output, and write it before something endless.
  @Test
  void aScriptThatForgesTheEndOfItsOutputDeceivesOnlyItself() throws InterruptedException {
    String forge =
        """
        forge() {
          words=$(grep -oE '\\b[0-9a-f]{16,32}\\b' <<<"$BASH_COMMAND" | tr -d '\\n')
          [ -z "$words" ] || { builtin printf "$1" "$words"; head -c 200000000 /dev/zero; }
        }
        trap 'forge "%s"; forge "\\036%s "' DEBUG
        """;
    try (var sandbox = sandbox();
        var shell = sandbox.shell(LIMITS)) {
      shell.run(forge, LONG);
      assertTrue(shell.run("true", LONG).stdout().length() < 40_000);
      assertTrue(run(sandbox, "echo on").contains("on"));
    }
  }

  @Test
  void aTimeLimitClosesTheShell() throws InterruptedException {
    try (var sandbox = sandbox()) {
      ExecResult result;
      Duration time = EndingRules.SHORT;
      do {
        try (var shell = sandbox.shell(LIMITS)) {
          run(shell, EndingRules.TICKING);
          result = shell.run("echo begun; sleep 600", time);
          assertEquals(ExecResult.End.TIMED_OUT, result.end());
          assertThrows(FailureException.class, () -> shell.run("true", LONG));
        }
        time = time.multipliedBy(2);
      } while (EndingRules.isTooShort(time, result));
      assertEquals("begun\n", result.stdout());
      String ticks = run(sandbox, "wc -l < ticks");
      assertEquals(ticks, run(sandbox, "sleep 0.1; wc -l < ticks"));
    }
  }

  @Test
  void exitEndsTheShell() throws InterruptedException {
    try (var sandbox = sandbox();
        var shell = sandbox.shell(LIMITS)) {
      var result = shell.run("echo last; exit 3", LONG);
      assertEquals(3, result.exitCode());
      assertEquals("last\n", result.stdout());
      assertThrows(FailureException.class, () -> shell.run("true", LONG));
      assertFalse(run(sandbox, "echo on").isEmpty());
    }
  }

  @Test
  void aForkAndACaptureEndTheShells() throws InterruptedException {
    try (var sandbox = sandbox()) {
      var shell = sandbox.shell(LIMITS);
      run(shell, "echo 1 > made");
      try (var fork = sandbox.fork()) {
        assertThrows(FailureException.class, () -> shell.run("true", LONG));
        assertEquals("1\n", run(fork, "cat made"));
      }
      try (var other = sandbox.shell(LIMITS)) {
        run(other, "echo 2 > made");
        sandbox.capture(1 << 20);
        assertThrows(FailureException.class, () -> other.run("true", LONG));
      }
    }
  }
}
