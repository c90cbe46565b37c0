package dev.millrace.rewards.integrity.corpus;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers test runs as Python's runner does, by the tests that lie in the working directory, and
/// every other command by a text that depends on the command and on the files alone.
///
/// @param verdict whether the tests pass
record TestedShell(Verdict verdict) implements MemorySandboxes.Shell {
  private static final Pattern TEST = Pattern.compile("(?m)^ +def (test_\\w+)\\(");

  enum Verdict {
    PASS,
    FAIL
  }

  @Override
  public ExecResult run(Command command, SortedMap<String, byte[]> files) {
    String script = command.argv().toString();
    List<String> tests = tests(files);
    if (script.contains("unittest") && !tests.isEmpty()) {
      return ended(verdict == Verdict.PASS ? 0 : 1, tested(tests));
    }
    int state = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      state = 31 * state + Objects.hash(file.getKey(), text(file.getValue()));
    }
    int said = Objects.hash(script, state);
    boolean fails = verdict == Verdict.FAIL && Math.floorMod(said, 4) == 0;
    return ended(fails ? 1 : 0, (fails ? "error: line " : "said ") + said);
  }

  /// The tests of some files by name, sorted by file.
  static List<String> tests(Map<String, byte[]> files) {
    List<String> tests = new ArrayList<>();
    files.forEach(
        (path, content) -> {
          if (path.matches(".*/tests?/[^/]*\\.py")) {
            Matcher matcher = TEST.matcher(text(content));
            while (matcher.find()) {
              tests.add(matcher.group(1));
            }
          }
        });
    return tests;
  }

  /// How many of some tests fail.
  static int failing(int tests) {
    return 1 + tests / 4;
  }

  private String tested(List<String> tests) {
    int failing = verdict == Verdict.PASS ? 0 : failing(tests.size());
    StringBuilder output = new StringBuilder();
    for (String test : tests.subList(0, failing)) {
      output
          .append("=".repeat(70))
          .append("\nFAIL: ")
          .append(test)
          .append(" (test_all.All.")
          .append(test)
          .append(")\n")
          .append("-".repeat(70))
          .append(
              "\nTraceback (most recent call last):\n  File \"/app/tests/test_all.py\", line 12\n")
          .append("AssertionError: 3 != 4\n\n");
    }
    return output
        .append("-".repeat(70))
        .append("\nRan ")
        .append(tests.size())
        .append(" tests in 0.004s\n\n")
        .append(failing == 0 ? "OK\n" : "FAILED (failures=" + failing + ")\n")
        .toString();
  }

  private static ExecResult ended(int status, String output) {
    return new ExecResult(status, output, "", ExecResult.End.EXITED, Duration.ZERO);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
