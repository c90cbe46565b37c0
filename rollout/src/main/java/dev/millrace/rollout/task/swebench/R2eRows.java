package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.ImportedTask.Judging;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Rows of R2E-Gym. Their images hold the tests; those are taken out before an agent starts, and
/// put back from the row.
record R2eRows(ImportOptions options) implements RowReader {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final String TESTS = "r2e_tests";

  /// What an image of theirs has that an agent is not to see.
  private static final List<String> HIDDEN =
      List.of(
          "[ ! -e run_tests.sh ] || mv run_tests.sh /root/run_tests.sh",
          "rm -rf /" + TESTS + " " + TESTS + " /root/" + TESTS);

  @Override
  public ImportedTask read(Row row) {
    String repository = row.text("repo_name");
    String id =
        row.optional("instance_id").orElseGet(() -> repository + "-" + row.text("commit_hash"));
    Diff none = new Diff(new LinkedHashSet<>(), new LinkedHashSet<>(), List.of());
    String command = options.testCommand().map(String::strip).orElse("bash /root/run_tests.sh");
    return new ImportedTask(
        problem(row),
        new Start(
            row.text("docker_image"),
            repository,
            ParsedCommit.base(row),
            List.of("/testbed/.venv/bin"),
            Map.of(),
            HIDDEN),
        new Judging(
            new Common(options)
                .grading(
                    id, "parse_log_r2e", none, Patching.R2E_GYM, expected(row), Presets.R2E_GYM),
            EvalText.plain(
                Common.TESTBED,
                List.of("rm -rf " + TESTS, "cp -r /tests/" + TESTS + " " + TESTS),
                List.of(command)),
            tests(row),
            TIMEOUT),
        Common.gold(ParsedCommit.patch(row)));
  }

  private static String problem(Row row) {
    String text = row.text("problem_statement");
    int start = text.indexOf("[ISSUE]");
    int end = text.lastIndexOf("[/ISSUE]");
    return start >= 0 && end > start
        ? text.substring(start + "[ISSUE]".length(), end).strip()
        : text;
  }

  private static Expected expected(Row row) {
    Map<String, Status> statuses = new TreeMap<>();
    Row expected = row.object("expected_output_json");
    expected
        .node()
        .properties()
        .forEach(entry -> statuses.put(entry.getKey(), status(entry.getValue().asText())));
    return new Expected.Statuses(new TreeMap<>(statuses));
  }

  private static Status status(String text) {
    try {
      return Status.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected_output_json: expected a status such as PASSED, found " + text, e);
    }
  }

  private static Map<String, String> tests(Row row) {
    Row result = row.object("execution_result_content");
    List<String> names = result.texts("test_file_names");
    List<String> codes = result.texts("test_file_codes");
    if (names.isEmpty() || names.size() != codes.size()) {
      throw new IllegalArgumentException(
          "execution_result_content: expected as many test_file_codes as test_file_names, found %d and %d"
              .formatted(codes.size(), names.size()));
    }
    Map<String, String> files = new TreeMap<>();
    files.put(TESTS + "/__init__.py", "");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.contains("/") || name.equals("..")) {
        throw new IllegalArgumentException(
            "execution_result_content.test_file_names: expected plain names, found " + name);
      }
      files.put(TESTS + "/" + name, codes.get(i));
    }
    return files;
  }
}
