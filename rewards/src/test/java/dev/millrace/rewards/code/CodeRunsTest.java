package dev.millrace.rewards.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Verification.CodeCases;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.code.CodeSpec.Case;
import dev.millrace.rollout.task.code.CodeSpec.Entry;
import dev.millrace.rollout.task.code.CodeSpec.OutputRule;
import dev.millrace.rollout.task.code.CodeSpec.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Python as it runs in real sandboxes, among it code that tries to pass without solving anything.
final class CodeRunsTest {
  private static final CodeSpec SUM =
      spec(Entry.Program.PYTHON, new Case.Streams("1 2", "3"), new Case.Streams("10 20", "30"));
  private static final CodeSpec SORT =
      spec(
          new Entry.Function("ordered"),
          new Case.Call("[[3, 1, 2]]", "[1, 2, 3]"),
          new Case.Call("[[\"b\", \"a\"]]", "[\"a\", \"b\"]"));

  @RegisterExtension static final Providers PROVIDERS = new Providers();

  private static CodeSpec spec(Entry entry, Case... cases) {
    return new CodeSpec(
        new Source.Answer(),
        entry,
        List.of(cases),
        OutputRule.LINES,
        Duration.ofMinutes(1),
        256L << 20);
  }

  private static Verdict.Judged judged(CodeSpec spec, String code) throws InterruptedException {
    return assertInstanceOf(
        Verdict.Judged.class,
        new CodeVerifier(PROVIDERS.shared(Mechanism.UNSHARE))
            .verify(TestTasks.judgedBy(new CodeCases(spec)), Submission.answered(code)));
  }

  @Test
  void programReadsAndWrites() throws InterruptedException {
    assertEquals(1, judged(SUM, "print(sum(map(int, input().split())))").correctness());
    assertEquals(0.5, judged(SUM, "input()\nprint(3)").metrics().get("pass_rate"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        def ordered(items):
          print('noise')
          return sorted(items)\
        """,
        """
        class Solution:
          def ordered(self, items: List[int]) -> List[int]:
            return sorted(items)\
        """,
        """
        def ordered(items):
          heapq.heapify(items)
          return [heappop(items) for _ in range(len(items))]\
        """,
        "ordered = lambda items: tuple(sorted(items))"
      })
  void functionIsFoundAndItsResultCompared(String code) throws InterruptedException {
    assertEquals(1, judged(SORT, code).correctness());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        import sys
        sys.exit(0)\
        """,
        """
        import os
        os._exit(0)\
        """,
        """
        def ordered(items):
          import os
          os._exit(0)\
        """,
        """
        class Same(list):
          def __eq__(self, other):
            return True
        def ordered(items):
          return Same()\
        """,
        """
        def ordered(items):
          class Same:
            def __eq__(self, other):
              return True
          return Same()\
        """,
        """
        def ordered(items):
          print('{"result": [1, 2, 3]}')
          return items\
        """,
        """
        import json
        json.dumps = lambda value: '{"result": true}'
        def ordered(items):
          return items\
        """,
        """
        import glob
        def ordered(items):
          return [open(f).read() for f in glob.glob('/tests/*')]\
        """,
        """
        def ordered(items):
          return float('nan')\
        """,
        """
        def ordered(items):
          return {1, 2}\
        """,
        """
        def ordered(items):
          return ordered(items)\
        """,
        """
        def other(items):
          return sorted(items)\
        """,
        """
        def ordered(items)
          return sorted(items)\
        """,
        "PASSED PASSED PASSED",
        """
        def ordered(items):
          raise SystemExit(0)\
        """
      })
  void codeThatSolvesNothingPassesNothing(String code) throws InterruptedException {
    assertEquals(0, judged(SORT, code).metrics().get("pass_rate"), code);
  }

  @Test
  void nothingOfOneCaseIsThereInTheNext() throws InterruptedException {
    String counting =
        """
        import os
        seen = os.path.exists('/var/tmp/seen') or os.path.exists('/tmp/seen')
        for path in ('/var/tmp/seen', '/tmp/seen'):
            try:
                open(path, 'w').close()
            except OSError:
                pass
        print(30 if seen else 3)
        """;
    assertEquals(0.5, judged(SUM, counting).metrics().get("pass_rate"));
  }

  @Test
  void memoryAndTimeAreBounded() throws InterruptedException {
    CodeSpec quick =
        new CodeSpec(
            new Source.Answer(),
            Entry.Program.PYTHON,
            SUM.cases(),
            OutputRule.LINES,
            Duration.ofMillis(700),
            128L << 20);
    Verdict.Judged hangs = judged(quick, "while True: pass");
    assertTrue(
        String.valueOf(hangs.tests().getFirst().message()).startsWith("ran for more than 700 ms"));
    Verdict.Judged greedy = judged(SUM, "x = bytearray(2 << 30)\nprint(3)");
    assertEquals(0, greedy.metrics().get("pass_rate"));
    Verdict.Judged talks = judged(quick, "while True: print('3' * 1000)");
    assertEquals(0, talks.metrics().get("pass_rate"));
  }
}
