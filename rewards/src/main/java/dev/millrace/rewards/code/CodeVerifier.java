package dev.millrace.rewards.code;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Handover;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.CodeCases;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.code.CodeSpec.Entry;
import dev.millrace.rollout.task.code.CodeSpec.Source;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs submitted code on its cases, each in a sandbox of its own that holds the code and one
/// input. Solved when all pass; metric `pass_rate`, the share that do. Code that hangs, crashes or
/// is missing fails its cases; an interpreter that does not work is a failure of the environment.
public final class CodeVerifier implements Verifier {
  private static final int LONGEST_CODE = 1 << 20;
  private static final String CODE_PATH = "/submission/code.py";
  private static final Pattern FENCED =
      Pattern.compile("(?ms)^[ \\t]*```[a-zA-Z0-9_+-]*[ \\t]*\\n(.*?)^[ \\t]*```[ \\t]*$");

  /// Code that hangs thrice hangs: the other cases are not waited for.
  private static final int MOST_TIMEOUTS = 3;

  private final SandboxProvider sandboxes;

  public CodeVerifier(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    if (!(task.verification() instanceof CodeCases(CodeSpec spec))) {
      return new Verdict.Errored(
          new Failure.Verifier(task.ref().id() + " is not verified by cases"));
    }
    try {
      return switch (spec.source()) {
        case Source.Answer() -> ofAnswer(task, spec, submission.answer());
        case Source.WorkspaceFile(String path) -> ofFile(task, spec, path, submission.workspace());
      };
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    } catch (IllegalArgumentException e) {
      return new Verdict.Errored(
          new Failure.Verifier(
              "a case of " + task.ref().id() + " is malformed: " + e.getMessage()));
    }
  }

  private Verdict ofAnswer(Task task, CodeSpec spec, @Nullable String answer)
      throws InterruptedException {
    if (answer == null || answer.isBlank()) {
      return allFailed(spec, "nothing was submitted");
    }
    byte[] code = code(answer).getBytes(StandardCharsets.UTF_8);
    return code.length > LONGEST_CODE
        ? allFailed(spec, "the code has " + code.length + " bytes, at most " + LONGEST_CODE)
        : run(task, spec, CODE_PATH, null, code);
  }

  private Verdict ofFile(Task task, CodeSpec spec, String path, @Nullable WorkspaceDelta workspace)
      throws InterruptedException {
    Optional<byte[]> code;
    try (Sandbox sandbox = rebuilt(task, workspace)) {
      code = sandbox.read(path, LONGEST_CODE);
    }
    return code.isEmpty()
        ? allFailed(spec, path + " is not there")
        : run(task, spec, path, workspace, null);
  }

  /// The last fenced block of an answer, or all of it.
  private static String code(String answer) {
    Matcher fenced = FENCED.matcher(answer);
    String code = answer;
    while (fenced.find()) {
      code = fenced.group(1);
    }
    return code;
  }

  /// @param code to be written first, or null where the workspace has it
  private Verdict run(
      Task task,
      CodeSpec spec,
      String path,
      @Nullable WorkspaceDelta workspace,
      byte @Nullable [] code)
      throws InterruptedException {
    requireInterpreter(task, spec);
    CaseRun run = new CaseRun(spec);
    List<TestResult> tests = new ArrayList<>();
    int timeouts = 0;
    for (int i = 0; i < spec.cases().size(); i++) {
      CaseRun.End end = new CaseRun.End.Failed("was not run, as earlier cases ran out of time");
      if (timeouts < MOST_TIMEOUTS) {
        try (Sandbox sandbox = rebuilt(task, workspace)) {
          if (code != null) {
            sandbox.write(path, code);
          }
          end = run.run(sandbox, path, spec.cases().get(i));
        }
      }
      timeouts += end instanceof CaseRun.End.TimedOut ? 1 : 0;
      tests.add(test("case " + (i + 1), end, spec));
    }
    return judged(tests);
  }

  private Sandbox rebuilt(Task task, @Nullable WorkspaceDelta workspace)
      throws InterruptedException {
    return EndState.rebuild(sandboxes, task.environment(), workspace, Handover.without(List.of()));
  }

  private void requireInterpreter(Task task, CodeSpec spec) throws InterruptedException {
    String program =
        switch (spec.entry()) {
          case Entry.Program(List<String> command) -> command.getFirst();
          case Entry.Function _ -> "python3";
        };
    Command.Limits limits = new Command.Limits(Duration.ofSeconds(30), spec.memoryBytes(), 1 << 16);
    try (Sandbox sandbox = sandboxes.create(task.environment())) {
      if (!sandbox.exec(Command.of(List.of(program, "--version"), limits)).ok()) {
        throw new FailureException(
            new Failure.Environment(
                "the sandbox of " + task.ref().id() + " has no working " + program));
      }
    }
  }

  private static TestResult test(String name, CaseRun.End end, CodeSpec spec) {
    return switch (end) {
      case CaseRun.End.Passed() -> new TestResult(name, Status.PASSED, null);
      case CaseRun.End.Failed(String why) -> new TestResult(name, Status.FAILED, why);
      case CaseRun.End.TimedOut() ->
          new TestResult(
              name, Status.FAILED, "ran for more than " + spec.time().toMillis() + " ms");
    };
  }

  private static Verdict allFailed(CodeSpec spec, String why) {
    List<TestResult> tests = new ArrayList<>();
    for (int i = 1; i <= spec.cases().size(); i++) {
      tests.add(new TestResult("case " + i, Status.FAILED, why));
    }
    return judged(tests);
  }

  private static Verdict judged(List<TestResult> tests) {
    double rate = (double) tests.stream().filter(TestResult::passed).count() / tests.size();
    return new Verdict.Judged(rate == 1 ? 1 : 0, tests, Map.of("pass_rate", rate));
  }
}
