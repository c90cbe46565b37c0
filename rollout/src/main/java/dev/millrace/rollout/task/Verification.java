package dev.millrace.rollout.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How an end state is judged. The files it names are never in the agent's sandbox.
public sealed interface Verification {

  /// The task's own tests: `tests/` is put at `/tests` of a fresh sandbox and `bash /tests/test.sh`
  /// runs there. The reward file decides: `/logs/verifier/reward.txt` (one number) or
  /// `/logs/verifier/reward.json` (a flat object with `reward`); if both exist they must agree.
  /// Per-test results come from JUnit XML (`/logs/verifier/junit.xml`) where it is written.
  ///
  /// @param directory holds `test.sh`
  /// @param protectedPaths absolute paths of the agent's sandbox that hold tests the agent can see
  ///     (`test_paths` in the task's metadata); what it changes below them is flagged and is not
  ///     part
  ///     of the state that is judged
  record TestScript(Path directory, Duration timeout, List<String> protectedPaths)
      implements Verification {
    public TestScript {
      protectedPaths = List.copyOf(protectedPaths);
    }
  }

  /// The submitted answer, compared by value.
  record ExpectedAnswer(String expected, Kind kind, double tolerance) implements Verification {
    /// How values are compared.
    public enum Kind {
      /// A number, with a unit where the expected answer has one; relative tolerance.
      NUMBER,
      /// A calendar date or an instant in any usual form.
      DATE,
      /// Words, without regard to case and white space.
      TEXT,
      /// Comma-separated values in any order, each compared as a number where it is one.
      SET,
      /// An expression in one or more variables, equal when it evaluates equally.
      ALGEBRA
    }
  }

  /// The state that a stateful service left behind, one assertion each.
  ///
  /// @param file absolute path in the sandbox of the service's state, a JSON document
  record StateCheck(String file, List<Assertion> assertions) implements Verification {
    public StateCheck {
      assertions = List.copyOf(assertions);
    }

    /// @param name what is asserted, for people
    /// @param pointer a JSON Pointer (RFC 6901) into the state
    /// @param expectedJson the value expected there; `null` also matches an absent one
    public record Assertion(String name, String pointer, String expectedJson) {}
  }
}
