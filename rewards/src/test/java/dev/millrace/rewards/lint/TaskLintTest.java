package dev.millrace.rewards.lint;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.FaultySandboxes;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.lint.Finding.Rule;
import dev.millrace.rewards.score.FormulaFit;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskLintTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final SolutionStep SUBMIT = new SolutionStep("Done.", "submit", "{}");
  private static final SolutionStep LOOK =
      new SolutionStep("Let me look.", "bash", "{\"command\": \"look\"}");
  private static final SolutionStep SOLVE =
      new SolutionStep("Now solve it.", "bash", "{\"command\": \"solve\"}");

  @TempDir Path directory;
  private final AtomicInteger looks = new AtomicInteger();

  @BeforeEach
  void writeTask() throws IOException {
    for (String name : List.of("tests", "solution", "environment")) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.writeString(directory.resolve("tests/test.sh"), "compare the file with what is expected");
    Files.writeString(directory.resolve("solution/solve.sh"), "solve it as only we know how to");
    Files.writeString(directory.resolve("environment/a.txt"), "a file that the agent works with");
  }

  /// A world where `solve` writes 1 to a file, which is all that the tests look at.
  private SandboxProvider world(String start, String script, String look) {
    return new MemorySandboxes(
        Map.of("/app/a", start),
        (command, files) -> {
          String text = String.join(" ", command.argv());
          if (text.contains("find / ")) {
            return exited(0, "");
          } else if (text.endsWith("/tests/test.sh")) {
            files.put("/logs/verifier/reward.txt", Objects.requireNonNull(files.get("/app/a")));
          } else if (text.contains("/solution/solve.sh")) {
            files.put("/app/a", bytes(script));
          } else if (text.endsWith("solve")) {
            files.put("/app/a", bytes("1"));
          } else if (text.endsWith("look")) {
            return exited(0, look.replace("%", "" + looks.incrementAndGet()));
          }
          return new ExecResult(0, "", "", ExecResult.End.EXITED, Duration.ZERO);
        });
  }

  private SandboxProvider goodWorld() {
    return world("0", "1", "a");
  }

  private Task task(Verification verification, SolutionStep... steps) {
    return with(
        verification, new Task.Solution(directory.resolve("solution/solve.sh"), List.of(steps)));
  }

  private Task with(Verification verification, Task.@Nullable Solution solution) {
    Task base = TestTasks.judgedBy(verification);
    return new Task(
        base.ref(),
        base.instruction(),
        new Environment(
            List.of(), Map.of(), "/app", directory.resolve("environment"), "e".repeat(64)),
        new Toolbox(Set.of("bash", "submit"), List.of(), List.of()),
        verification,
        base.limits(),
        solution);
  }

  private Verification script() {
    return new TestScript(directory.resolve("tests"), Duration.ofSeconds(5), List.of());
  }

  private static List<Finding> findings(SandboxProvider sandboxes, Task task)
      throws InterruptedException {
    return findings(sandboxes, task, Optional.empty());
  }

  private List<Finding> findingsOf(String formula) throws InterruptedException {
    return findings(
        goodWorld(),
        task(script(), SOLVE, SUBMIT),
        Optional.of(new FormulaFit(Formula.compile("scorer.formula", formula), true)));
  }

  private static List<Finding> findings(
      SandboxProvider sandboxes, Task task, Optional<FormulaFit> formula)
      throws InterruptedException {
    try (ReferencePolicy reference = new ReferencePolicy(FORMAT, 0)) {
      SolutionRunner runner = new SolutionRunner(sandboxes, FORMAT, InstantSource.system());
      return new TaskLint(runner, reference, 2, formula).check(List.of(task), (_, _) -> {});
    }
  }

  private static void assertBreaks(Rule rule, List<Finding> findings) {
    assertEquals(List.of(rule), findings.stream().map(Finding::rule).distinct().toList());
  }

  @Test
  void soundTaskHasNoFindings() throws InterruptedException {
    assertEquals(List.of(), findings(goodWorld(), task(script(), LOOK, SOLVE, SUBMIT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "staged",
        "correctness + ('judge' in parts ? parts['judge'] : 0) - penalty",
        "correctness + ('seconds' in metrics ? metrics['seconds'] : 0)"
      })
  void formulaThatHasAValueFits(String formula) throws InterruptedException {
    assertEquals(List.of(), findingsOf(formula));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "correctness + metrics['seconds'] | for doing nothing, but `correctness +"
            + " metrics['seconds']` reads metric.seconds, and",
        "correctness + scores['speed'] | reads score.speed, and there is correctness, coverage,",
        "parts['step.a.reward'] | reads step.a.reward, and",
        "judge - penalty | takes a judge's word alone",
        "correctness + judge | has no rubric; write",
        "1 / correctness | for doing nothing, but",
        "-correctness | expected more for the solution",
        "0.1 * turns | expected more for the solution"
      })
  void formulaThatDoesNotFitIsFoundBeforeAnythingIsScored(String formula, String expected)
      throws InterruptedException {
    List<Finding> findings = findingsOf(formula);
    assertBreaks(Rule.FORMULA_FITS, findings);
    assertTrue(
        findings.stream().anyMatch(finding -> finding.detail().contains(expected)),
        findings::toString);
  }

  @Test
  void taskThatIsSolvedFromTheStartIsFound() throws InterruptedException {
    assertBreaks(Rule.NOTHING_FAILS, findings(world("1", "1", "a"), task(script(), SOLVE, SUBMIT)));
  }

  @Test
  void scriptThatDoesNotSolveIsFound() throws InterruptedException {
    assertBreaks(
        Rule.SCRIPT_PASSES, findings(world("0", "0.5", "a"), task(script(), SOLVE, SUBMIT)));
  }

  @Test
  void stepsThatDoNotSolveOrDoNotFitTheToolsAreFound() throws InterruptedException {
    assertBreaks(Rule.STEPS_PASS, findings(goodWorld(), task(script(), LOOK, SUBMIT)));
    SolutionStep unknown = new SolutionStep("", "write_file", "{\"path\": \"a\"}");
    assertBreaks(Rule.STEPS_PASS, findings(goodWorld(), task(script(), unknown, SOLVE, SUBMIT)));
    assertBreaks(Rule.STEPS_PASS, findings(goodWorld(), task(script(), SOLVE)));
  }

  @Test
  void runsThatSeeDifferentThingsAreFound() throws InterruptedException {
    List<Finding> findings =
        findings(world("0", "1", "clock %"), task(script(), LOOK, SOLVE, SUBMIT));
    assertBreaks(Rule.RUNS_AGREE, findings);
    assertTrue(findings.getFirst().detail().contains("clock 1"), findings.toString());
  }

  @Test
  void verifierThatBreaksIsFound() throws InterruptedException {
    assertBreaks(
        Rule.WORKS,
        findings(world("no number", "no", "a"), task(script(), LOOK, SUBMIT)).subList(0, 1));
  }

  @Test
  void environmentThatDoesNotBuildIsFound() throws InterruptedException {
    SandboxProvider broken =
        new FaultySandboxes(
            () -> {
              throw new FailureException(new Failure.Environment("RUN failed"));
            });
    assertBreaks(Rule.WORKS, findings(broken, task(script(), SOLVE, SUBMIT)));
  }

  @Test
  void missingSolutionIsFound() throws InterruptedException {
    assertBreaks(Rule.HAS_SOLUTION, findings(goodWorld(), with(script(), null)));
  }

  @Test
  void hiddenFileInTheBuildContextIsFound() throws IOException, InterruptedException {
    Files.copy(directory.resolve("tests/test.sh"), directory.resolve("environment/harmless.txt"));
    assertBreaks(Rule.TESTS_HIDDEN, findings(goodWorld(), task(script(), SOLVE, SUBMIT)));
  }

  @Test
  void answersAreProvedByTheirSteps() throws InterruptedException {
    Verification expected = new ExpectedAnswer("4", ExpectedAnswer.Kind.NUMBER, 0);
    SolutionStep right = new SolutionStep("", "submit", "{\"answer\": \"4\"}");
    SolutionStep wrong = new SolutionStep("", "submit", "{\"answer\": \"5\"}");
    assertEquals(
        List.of(), findings(goodWorld(), with(expected, new Task.Solution(null, List.of(right)))));
    assertBreaks(
        Rule.STEPS_PASS,
        findings(goodWorld(), with(expected, new Task.Solution(null, List.of(wrong)))));
  }
}
