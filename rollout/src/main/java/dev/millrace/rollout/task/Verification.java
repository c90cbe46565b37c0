package dev.millrace.rollout.task;

import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.grading.GradingSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How an end state is judged. The files it names are never in the agent's sandbox.
public sealed interface Verification {

  /// The task's own tests: `tests/` is put at `/tests` of a fresh sandbox and `bash
  /// /tests/test.sh` runs there. What it says is its verdict, see [Grading]; its exit status is
  /// not. Per-test results come from JUnit XML or CTRF (`junit.xml`, `ctrf.json` in
  /// `/logs/verifier`) where one is written, else from what pytest printed.
  ///
  /// @param directory holds `test.sh`
  /// @param protectedPaths absolute paths of the agent's sandbox that hold tests the agent can see
  record TestScript(Path directory, Duration timeout, List<String> protectedPaths, Grading grading)
      implements Verification {
    public TestScript {
      protectedPaths = List.copyOf(protectedPaths);
    }

    /// A script that is graded as usual.
    public TestScript(Path directory, Duration timeout, List<String> protectedPaths) {
      this(directory, timeout, protectedPaths, Grading.USUAL);
    }
  }

  /// Tests step by step, each on the state at the end of its step.
  ///
  /// @param steps at least one
  record Steps(List<TaskStep> steps, Strategy strategy, Unreached unreached)
      implements Verification {
    public Steps {
      steps = List.copyOf(steps);
    }

    /// What all steps together are worth.
    public enum Strategy {
      /// The mean over the steps, name by name; a name that a step does not have counts 0.
      MEAN,
      /// What the last step is worth.
      FINAL
    }

    /// What a step counts that was not come to, for a gate was shut or it could not begin.
    public enum Unreached {
      /// Nothing: the mean is over the others, and the last one that was come to is the last, as in
      /// Harbor.
      LEFT_OUT,
      /// 0.
      ZERO
    }
  }

  /// The tests of a row of the SWE-bench family: what was changed in its repository is taken as a
  /// patch, put into a fresh sandbox, `eval.sh` runs there with `tests/` at `/tests`, and what it
  /// prints is graded.
  ///
  /// @param directory holds `grading.json`, `eval.sh` and what that reads
  /// @param timeout of `eval.sh`
  record TestSpec(Path directory, Duration timeout, GradingSpec grading) implements Verification {}

  /// The submitted answer, compared by value.
  record ExpectedAnswer(String expected, Kind kind, AnswerRules rules) implements Verification {
    /// @param tolerance relative; all else is as usual
    public ExpectedAnswer(String expected, Kind kind, double tolerance) {
      this(expected, kind, AnswerRules.within(tolerance));
    }

    /// How values are compared.
    public enum Kind {
      /// A number, with a unit where the expected answer has one.
      NUMBER,
      /// A calendar date or an instant in any usual form.
      DATE,
      /// Text, without regard to case, white space, and quotes and a full stop around it.
      TEXT,
      /// Text, character by character.
      EXACT,
      /// Text, word by word, without regard to case, punctuation and articles.
      WORDS,
      /// Values in any order, each compared as a number or formula where it is one; how often one
      /// stands does not count.
      SET,
      /// Values in any order, each as often as it is expected.
      MULTISET,
      /// Values in the order expected.
      LIST,
      /// A part of the number line: intervals, their union, an inequality.
      INTERVAL,
      /// An expression in one or more variables, equal when it evaluates equally.
      ALGEBRA,
      /// A formula of any shape, plain or in LaTeX: what the expected answer is, be it a number, an
      /// expression, an equation, a tuple, a set, an interval, a matrix, or words.
      MATH,
      /// One of several options, by its letter or its text.
      CHOICE,
      /// A JSON document with the expected value.
      JSON,
      /// A JSON document that fits the expected JSON Schema.
      SCHEMA,
      /// Text that the expected regular expression (RE2) matches whole.
      REGEX
    }
  }

  /// Submitted code, run on cases.
  record CodeCases(CodeSpec spec) implements Verification {}

  /// The functions that were called, compared with those asked for. What a policy calls as tools
  /// counts; where it called none, the calls that it wrote into its answer.
  record FunctionCalls(CallSpec spec) implements Verification {}

  /// Nothing can be measured: what a judge says by the task's rubric is the verdict.
  ///
  /// @param directory holds the rubric
  record Unmeasured(Path directory) implements Verification {}

  /// The state that a stateful service left behind, and what else its goal asks for.
  ///
  /// @param file absolute path in the sandbox of the service's state, a JSON document
  record StateCheck(String file, List<Assertion> assertions, StateGoal goal)
      implements Verification {
    public StateCheck {
      assertions = List.copyOf(assertions);
    }

    /// The assertions alone.
    public StateCheck(String file, List<Assertion> assertions) {
      this(file, assertions, StateGoal.ASSERTIONS);
    }

    /// @param name what is asserted, for people
    /// @param pointer a JSON Pointer (RFC 6901) into the state
    /// @param expectedJson the value expected there; `null` also matches an absent one
    public record Assertion(String name, String pointer, String expectedJson) {}
  }
}
