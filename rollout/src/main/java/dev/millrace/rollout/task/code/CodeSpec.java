package dev.millrace.rollout.task.code;

import java.time.Duration;
import java.util.List;

/// What submitted code has to do. Each case runs in a fresh process without network, and with its
/// input alone: what is expected of it never enters a sandbox.
///
/// @param source where the code is
/// @param entry how it is run
/// @param cases at least one
/// @param outputs how what came out is compared
/// @param time of one case
/// @param memoryBytes of one case
public record CodeSpec(
    Source source,
    Entry entry,
    List<Case> cases,
    OutputRule outputs,
    Duration time,
    long memoryBytes) {

  public CodeSpec {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("code without a case would pass by doing nothing");
    }
  }

  /// Where the code is.
  public sealed interface Source {
    /// The submitted answer; of one with fenced blocks, the last block.
    record Answer() implements Source {}

    /// A file of the workspace.
    ///
    /// @param path absolute
    record WorkspaceFile(String path) implements Source {}
  }

  /// How the code is run.
  public sealed interface Entry {
    /// A program that reads standard input and writes standard output.
    ///
    /// @param command the interpreter and its arguments; the file's path is appended
    record Program(List<String> command) implements Entry {
      public static final Program PYTHON = new Program(List.of("python3"));

      public Program {
        command = List.copyOf(command);
      }
    }

    /// A Python module with a function of that name, or a class `Solution` with such a method.
    record Function(String name) implements Entry {}
  }

  /// One case.
  public sealed interface Case {
    /// @param input what is read
    /// @param output what should be written
    record Streams(String input, String output) implements Case {}

    /// @param argumentsJson a JSON array, one element an argument
    /// @param resultJson what should be returned; tuples are arrays
    record Call(String argumentsJson, String resultJson) implements Case {}
  }

  /// How outputs are compared.
  ///
  /// @param relative of numbers, to the expected one
  /// @param absolute of numbers
  public record OutputRule(Text text, double relative, double absolute) {
    /// Lines without trailing blanks, numbers character by character.
    public static final OutputRule LINES = new OutputRule(Text.LINES, 0, 0);

    /// What of the text counts. Results of calls are compared as values in any case.
    public enum Text {
      /// Every byte.
      EXACT,
      /// Lines, without blanks at their ends and empty ones at the end.
      LINES,
      /// What stands between white space.
      WORDS
    }
  }
}
