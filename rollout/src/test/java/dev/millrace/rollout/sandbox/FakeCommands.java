package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// What commands do in a [FakeSandbox]: rules by the command's last word, and a plan of faults that
/// is used up command by command before the rules are asked.
public final class FakeCommands {
  private static final int UNKNOWN = 127;

  private final List<Rule> rules = new ArrayList<>();
  private final Queue<Fault> plan = new ArrayDeque<>();

  /// What a scripted command does.
  @FunctionalInterface
  public interface Behaviour {
    ExecResult run(Command command, FakeSandbox sandbox) throws InterruptedException;
  }

  /// What becomes of one command of the plan.
  public sealed interface Fault {
    /// It runs as scripted.
    record None() implements Fault {}

    /// It takes longer than it may.
    record TimesOut(String outputSoFar) implements Fault {}

    /// The sandbox breaks under it.
    record Breaks(String detail) implements Fault {}

    /// It does not end before the latch opens or the caller is interrupted.
    record Blocks(CountDownLatch until) implements Fault {}
  }

  private record Rule(Predicate<String> applies, Behaviour behaviour) {}

  /// Every command whose last word, such as the script of `bash -c`, contains the text.
  public FakeCommands when(String text, Behaviour behaviour) {
    rules.add(new Rule(word -> word.contains(text), behaviour));
    return this;
  }

  public FakeCommands when(String text, int exitCode, String stdout) {
    return when(text, (_, _) -> FakeSandbox.exited(exitCode, stdout));
  }

  /// The next command without a fault yet gets this one.
  public FakeCommands then(Fault fault) {
    plan.add(fault);
    return this;
  }

  ExecResult run(Command command, FakeSandbox sandbox) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Fault fault = plan.isEmpty() ? new Fault.None() : plan.remove();
    switch (fault) {
      case Fault.None() -> {
        // As scripted.
      }
      case Fault.TimesOut(String output) -> {
        Duration time = command.limits().time();
        return new ExecResult(137, output, "", ExecResult.End.TIMED_OUT, time);
      }
      case Fault.Breaks(String detail) -> throw new FailureException(new Failure.Sandbox(detail));
      case Fault.Blocks(CountDownLatch until) -> until.await();
    }
    String word = command.argv().getLast();
    for (Rule rule : rules) {
      if (rule.applies().test(word)) {
        return rule.behaviour().run(command, sandbox);
      }
    }
    return FakeSandbox.exited(UNKNOWN, "not scripted: " + word + "\n");
  }
}
