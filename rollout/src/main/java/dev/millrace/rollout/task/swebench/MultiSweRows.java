package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Expected.Before;
import dev.millrace.rollout.task.grading.Expected.Run;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.ImportedTask.Judging;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Rows of Multi-SWE-bench and Multi-SWE-RL. Their images have a script that applies both patches
/// and runs the tests; with a command of a person's, the images are not needed.
record MultiSweRows(ImportOptions options) implements RowReader {
  private static final String FIX = "/home/fix.patch";

  /// What reads the log of a language's usual runner.
  private static final Map<String, String> PARSERS =
      Map.of("go", "go", "rust", "cargo", "java", "maven", "c", "ctest", "cpp", "ctest");

  @Override
  public ImportedTask read(Row row) {
    String repository = row.text("org") + "/" + row.text("repo");
    String testPatch = row.text("test_patch");
    Diff tests = Diff.of(testPatch);
    String directory = "/home/" + row.text("repo");
    return new ImportedTask(
        problem(row),
        new Start(
            image(row),
            repository,
            row.object("base").text("sha"),
            List.of(),
            Map.of(),
            List.of("rm -f /home/test.patch " + FIX)),
        new Judging(
            grading(row, directory, tests),
            script(directory, tests),
            Map.of("test.patch", testPatch),
            SweBenchRows.TIMEOUT),
        Common.gold(row.verbatim("fix_patch")));
  }

  private GradingSpec grading(Row row, String directory, Diff tests) {
    String language = row.optional("lang").orElse("").toLowerCase(Locale.ROOT);
    String parser =
        options
            .parser()
            .or(() -> Optional.ofNullable(PARSERS.get(language)))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "lang: which parser reads its tests is not known; say it with --parser"));
    GradingSpec spec =
        new Common(options)
            .grading(
                instance(row), parser, tests, Patching.MULTI_SWE, expected(row), Presets.MULTI_SWE);
    Optional<String> handedTo =
        options.testCommand().isPresent() ? Optional.empty() : Optional.of(FIX);
    return Places.in(directory, handedTo, spec);
  }

  private String script(String directory, Diff tests) {
    if (options.testCommand().isEmpty()) {
      return EvalText.plain(
          directory,
          List.of("cp /tests/test.patch /home/test.patch"),
          List.of("bash /home/fix-run.sh"));
    }
    List<String> restored = new ArrayList<>(EvalText.restored("HEAD", tests));
    restored.add("git apply --whitespace=nowarn /tests/test.patch" + EvalText.OR_NOTHING);
    String command = options.testCommand().orElseThrow();
    return EvalText.plain(directory, restored, List.of(Common.given(command, tests)));
  }

  static String instance(Row row) {
    return "%s/%s:pr-%s".formatted(row.text("org"), row.text("repo"), row.text("number"));
  }

  private static String image(Row row) {
    return "mswebench/%s_m_%s:pr-%s"
        .formatted(row.text("org"), row.text("repo"), row.text("number"))
        .toLowerCase(Locale.ROOT);
  }

  private static String problem(Row row) {
    List<Row> issues = row.objects("resolved_issues");
    List<String> texts = new ArrayList<>();
    for (Row one : issues.isEmpty() ? List.of(row) : issues) {
      texts.add("# " + one.verbatim("title") + "\n\n" + one.verbatim("body").strip());
    }
    return String.join("\n\n", texts);
  }

  private static Expected expected(Row row) {
    Map<Before, SortedSet<String>> repaired = new TreeMap<>();
    repaired.put(Before.PASSED, names(row, "p2p_tests"));
    repaired.put(Before.FAILED, names(row, "f2p_tests"));
    repaired.put(Before.SKIPPED, names(row, "s2p_tests"));
    repaired.put(Before.ABSENT, names(row, "n2p_tests"));
    return new Expected.Stages(run(row, "run_result"), run(row, "test_patch_result"), repaired);
  }

  private static SortedSet<String> names(Row row, String field) {
    SortedSet<String> names = new TreeSet<>();
    if (row.has(field)) {
      // In Parquet every row has the names of all, most of them null.
      row.object(field).node().properties().stream()
          .filter(entry -> !entry.getValue().isNull())
          .forEach(entry -> names.add(entry.getKey()));
    }
    return names;
  }

  private static Run run(Row row, String field) {
    Row run = row.object(field);
    return new Run(
        new HashSet<>(run.texts("passed_tests")),
        new HashSet<>(run.texts("failed_tests")),
        new HashSet<>(run.texts("skipped_tests")));
  }
}
