package dev.millrace.rewards.code;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.FaultySandboxes;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Verification.CodeCases;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.code.CodeSpec.Case;
import dev.millrace.rollout.task.code.CodeSpec.Entry;
import dev.millrace.rollout.task.code.CodeSpec.OutputRule;
import dev.millrace.rollout.task.code.CodeSpec.Source;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// In sandboxes of memory, whose interpreter is a function of ours.
final class CodeVerifierTest {
  private static final CodeSpec ADD =
      new CodeSpec(
          new Source.Answer(),
          Entry.Program.PYTHON,
          List.of(
              new Case.Streams("1 2", "three: 3"),
              new Case.Streams("3 4", "seven: 7"),
              new Case.Streams("5 6", "eleven: 11"),
              new Case.Streams("7 8", "fifteen: 15")),
          OutputRule.LINES,
          Duration.ofSeconds(3),
          64L << 20);

  /// What the interpreter does with the code and one input.
  private interface Interpreter {
    ExecResult run(String code, String input);
  }

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private MemorySandboxes sandboxes(Interpreter interpreter) {
    return new MemorySandboxes(Map.of(), (command, files) -> run(interpreter, command, files));
  }

  private ExecResult run(
      Interpreter interpreter, Command command, SortedMap<String, byte[]> files) {
    String input = new String(command.stdin(), StandardCharsets.UTF_8);
    seen.add(input);
    files.values().forEach(content -> seen.add(new String(content, StandardCharsets.UTF_8)));
    seen.addAll(command.argv());
    if (command.argv().getLast().equals("--version")) {
      return MemorySandboxes.exited(0, "Python 3");
    }
    byte[] code = files.get(command.argv().getLast());
    return interpreter.run(new String(code, StandardCharsets.UTF_8), input);
  }

  private static Verdict.Judged judged(MemorySandboxes sandboxes, CodeSpec spec, Submission made)
      throws InterruptedException {
    Verdict verdict =
        new CodeVerifier(sandboxes).verify(TestTasks.judgedBy(new CodeCases(spec)), made);
    assertEquals(0, sandboxes.open());
    return assertInstanceOf(Verdict.Judged.class, verdict);
  }

  private static ExecResult right(String input) {
    return MemorySandboxes.exited(
        0,
        switch (input) {
          case "1 2" -> "three: 3\n";
          case "3 4" -> "seven: 7\n";
          case "5 6" -> "eleven: 11\n";
          default -> "fifteen: 15\n";
        });
  }

  @Test
  void codeIsSolvedWhenAllCasesPass() throws InterruptedException {
    Verdict.Judged judged =
        judged(sandboxes((_, input) -> right(input)), ADD, Submission.answered("print(1)"));
    assertEquals(1, judged.correctness());
    assertEquals(Map.of("pass_rate", 1.0), judged.metrics());
    assertEquals(
        List.of("case 1", "case 2", "case 3", "case 4"),
        judged.tests().stream().map(TestResult::name).toList());
  }

  @Test
  void eachCaseHasASandboxOfItsOwn() throws InterruptedException {
    MemorySandboxes sandboxes = sandboxes((_, input) -> right(input));
    judged(sandboxes, ADD, Submission.answered("print(1)"));
    assertEquals(1 + ADD.cases().size(), sandboxes.created());
  }

  @Test
  void passRateIsTheShareOfCases() throws InterruptedException {
    Verdict.Judged judged =
        judged(
            sandboxes((_, input) -> input.equals("3 4") ? right("1 2") : right(input)),
            ADD,
            Submission.answered("print(1)"));
    assertEquals(0, judged.correctness());
    assertEquals(0.75, judged.metrics().get("pass_rate"));
    assertEquals(0.75, judged.coverage());
    assertEquals("line 1 is \"three: 3\", expected \"seven: 7\"", judged.tests().get(1).message());
  }

  @Test
  void whatIsExpectedNeverEntersASandbox() throws InterruptedException {
    judged(sandboxes((_, input) -> right(input)), ADD, Submission.answered("print(1)"));
    for (String secret : List.of("three", "seven", "eleven", "fifteen")) {
      assertTrue(seen.stream().noneMatch(text -> text.contains(secret)), secret);
    }
    assertTrue(seen.contains("1 2"));
  }

  @Test
  void rightOutputWithABadStatusFails() throws InterruptedException {
    Verdict.Judged judged =
        judged(
            sandboxes(
                (_, input) ->
                    new ExecResult(
                        1,
                        right(input).stdout(),
                        "Traceback\nValueError: x",
                        ExecResult.End.EXITED,
                        Duration.ZERO)),
            ADD,
            Submission.answered("print(1)"));
    assertEquals(0, judged.metrics().get("pass_rate"));
    assertEquals("ended with status 1: ValueError: x", judged.tests().getFirst().message());
  }

  @Test
  void codeThatHangsThriceIsNotWaitedForAgain() throws InterruptedException {
    List<String> inputs = new ArrayList<>();
    Verdict.Judged judged =
        judged(
            sandboxes(
                (_, input) -> {
                  inputs.add(input);
                  return new ExecResult(
                      137, "three: 3\n", "", ExecResult.End.TIMED_OUT, Duration.ZERO);
                }),
            ADD,
            Submission.answered("print(1)"));
    assertEquals(List.of("1 2", "3 4", "5 6"), inputs);
    assertEquals(0, judged.metrics().get("pass_rate"));
    assertEquals("ran for more than 3000 ms", judged.tests().getFirst().message());
    assertEquals(4, judged.tests().size());
  }

  @Test
  void codeIsTheLastFencedBlockOrAllOfTheAnswer() throws InterruptedException {
    List<String> codes = new ArrayList<>();
    MemorySandboxes sandboxes =
        sandboxes(
            (code, input) -> {
              codes.add(code);
              return right(input);
            });
    judged(sandboxes, ADD, Submission.answered("print(1)"));
    judged(sandboxes, ADD, Submission.answered("No:\n```python\na\n```\nyes:\n```\nb\nc\n```\n."));
    assertEquals("print(1)", codes.getFirst());
    assertEquals("b\nc\n", codes.getLast());
  }

  @Test
  void codeMayBeAFileOfTheWorkspace() throws InterruptedException {
    CodeSpec spec =
        new CodeSpec(
            new Source.WorkspaceFile("/app/a.py"),
            ADD.entry(),
            ADD.cases(),
            ADD.outputs(),
            ADD.time(),
            ADD.memoryBytes());
    MemorySandboxes sandboxes =
        sandboxes((code, input) -> code.equals("good") ? right(input) : right("1 2"));
    Submission good = Submission.left(delta(file("app/a.py", "good")));
    assertEquals(1, judged(sandboxes, spec, good).correctness());
    Submission bad = Submission.left(delta(file("app/a.py", "bad")));
    assertEquals(0.25, judged(sandboxes, spec, bad).metrics().get("pass_rate"));
    assertEquals(0, judged(sandboxes, spec, Submission.NOTHING).correctness());
  }

  @Test
  void nothingSubmittedFailsEveryCase() throws InterruptedException {
    MemorySandboxes sandboxes = sandboxes((_, input) -> right(input));
    for (Submission none : List.of(Submission.NOTHING, Submission.answered(" \n"))) {
      Verdict.Judged judged = judged(sandboxes, ADD, none);
      assertEquals(0, judged.metrics().get("pass_rate"));
      assertEquals(4, judged.tests().size());
    }
  }

  @Test
  void interpreterThatDoesNotWorkIsAFailureAndNoReward() throws InterruptedException {
    MemorySandboxes broken =
        new MemorySandboxes(Map.of(), (_, _) -> MemorySandboxes.exited(127, "not found"));
    Verdict verdict =
        new CodeVerifier(broken)
            .verify(TestTasks.judgedBy(new CodeCases(ADD)), Submission.answered("print(1)"));
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict).failure();
    assertInstanceOf(Failure.Environment.class, failure);
    assertTrue(failure.detail().contains("no working python3"));
    assertFalse(failure.isRetryable());
  }

  @Test
  void sandboxThatBreaksIsAFailureAndNoReward() throws InterruptedException {
    var failure = new Failure.Sandbox("no room");
    var broken =
        new FaultySandboxes(
            () -> {
              throw new FailureException(failure);
            });
    assertEquals(
        new Verdict.Errored(failure),
        new CodeVerifier(broken)
            .verify(TestTasks.judgedBy(new CodeCases(ADD)), Submission.answered("print(1)")));
  }
}
