package dev.millrace.rewards.calls;

import dev.millrace.rewards.Pairing;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.FunctionCalls;
import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Demand;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares the calls that were made with those asked for: as many, each with one of its own,
/// whatever the order. Every call counts, also one that was corrected afterwards. Where nothing
/// should be called, something has to be submitted that is no call. Metrics: `calls_made` and
/// `calls_right`, the share of those asked for that were made.
public final class CallVerifier implements Verifier {
  @Override
  public Verdict verify(Task task, Submission submission) {
    if (!(task.verification() instanceof FunctionCalls(CallSpec spec))) {
      return new Verdict.Errored(
          new Failure.Verifier(task.ref().id() + " is not verified by the calls made"));
    }
    List<Call> calls;
    try {
      calls = calls(submission);
    } catch (NoCallException e) {
      return judged("a call was malformed: " + e.reason(), 0, 0);
    }
    return switch (spec.demand()) {
      case Demand.Nothing() -> ofNone(calls, submission);
      case Demand.Anything() ->
          calls.isEmpty() ? judged("nothing was called", 0, 0) : judged(null, calls.size(), 1);
      case Demand.These(List<CallSpec.Expected> expected) -> ofThese(task, spec, expected, calls);
    };
  }

  /// What was called as a tool, save what every agent has; else the calls that the answer is.
  private static List<Call> calls(Submission submission) throws NoCallException {
    List<ToolCall> made =
        submission.calls().stream()
            .filter(call -> !Toolbox.BUILTIN.builtin().contains(call.name()))
            .toList();
    String answer = submission.answer();
    return made.isEmpty() && answer != null
        ? CallTexts.in(answer).orElse(List.of())
        : CallTexts.ofTools(made);
  }

  private static Verdict ofNone(List<Call> calls, Submission submission) {
    String answer = submission.answer();
    if (!calls.isEmpty()) {
      return judged(calls.getFirst().name() + " was called, where nothing fits", calls.size(), 0);
    }
    return answer == null || answer.isBlank()
        ? judged("nothing was submitted", 0, 0)
        : judged(null, 0, 1);
  }

  private static Verdict ofThese(
      Task task, CallSpec spec, List<CallSpec.Expected> expected, List<Call> calls) {
    List<CallCheck> checks = new ArrayList<>();
    for (CallSpec.Expected one : expected) {
      Optional<CallSpec.Function> function =
          spec.functions().stream().filter(f -> f.name().equals(one.function())).findFirst();
      try {
        if (function.isEmpty()) {
          throw new NoCallException("there is no function " + one.function());
        }
        checks.add(new CallCheck(function.get(), one));
      } catch (NoCallException e) {
        return new Verdict.Errored(
            new Failure.Verifier(
                "the calls asked for by " + task.ref().id() + " are malformed: " + e.reason()));
      }
    }
    return compared(checks, calls);
  }

  private static Verdict compared(List<CallCheck> checks, List<Call> calls) {
    int right = Pairing.most(calls, checks, (call, check) -> check.fits(call));
    double share = checks.isEmpty() ? 0 : (double) right / checks.size();
    if (calls.size() != checks.size()) {
      return judged(
          calls.size() + " calls were made, expected " + checks.size(), calls.size(), share);
    }
    return right == checks.size()
        ? judged(null, calls.size(), 1)
        : judged(problem(checks, calls), calls.size(), share);
  }

  /// What is wrong with the first call that is none of those asked for.
  private static String problem(List<CallCheck> checks, List<Call> calls) {
    return calls.stream()
        .filter(call -> checks.stream().noneMatch(check -> check.fits(call)))
        .findFirst()
        .map(
            call ->
                checks.stream()
                    .filter(check -> CallCheck.isNamed(call.name(), check.function()))
                    .findFirst()
                    .flatMap(check -> check.problem(call))
                    .orElse(call.name() + " should not be called"))
        .orElse("two calls are the same one of those asked for");
  }

  private static Verdict judged(@Nullable String problem, int made, double right) {
    TestResult test =
        new TestResult("calls", problem == null ? Status.PASSED : Status.FAILED, problem);
    return new Verdict.Judged(
        problem == null ? 1 : 0,
        List.of(test),
        Map.of("calls_made", (double) made, "calls_right", right));
  }
}
