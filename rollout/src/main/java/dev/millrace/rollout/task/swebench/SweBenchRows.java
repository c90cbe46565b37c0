package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.ImportedTask.Judging;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Rows of SWE-bench: of version 5 with a script, of version 4 with a repository and a version.
record SweBenchRows(ImportOptions options) implements RowReader {
  static final Duration TIMEOUT = Duration.ofMinutes(30);

  /// Whose parsers tell of failures alone, in version 4.
  private static final Set<String> FAIL_ONLY =
      Set.of("chartjs/Chart.js", "processing/p5.js", "markedjs/marked");

  @Override
  public ImportedTask read(Row row) {
    if (row.has("image_assets") && !row.object("image_assets").texts("test_patch").isEmpty()) {
      throw new IllegalArgumentException(
          "image_assets: the tests need binary files, which a row does not hold");
    }
    return row.optional("eval_script").isPresent() ? version5(row) : version4(row);
  }

  private ImportedTask version5(Row row) {
    Common common = new Common(options);
    Diff tests = Diff.of(row.verbatim("test_patch"));
    String type = row.optional("eval_type").orElse("pass_and_fail");
    String preset =
        switch (type) {
          case "pass_and_fail" -> Presets.SWE_BENCH_V5;
          case "fail_only" -> Presets.SWE_BENCH_V5_FAIL_ONLY;
          default ->
              throw new IllegalArgumentException(
                  "eval_type: expected pass_and_fail or fail_only, found " + type);
        };
    String parser = options.parser().orElseGet(() -> row.text("log_parser"));
    Expected expected = Common.lists(row);
    return new ImportedTask(
        row.text("problem_statement"),
        start(row, row.text("image"), row.optional("base_commit").orElse("HEAD")),
        new Judging(
            common.grading(
                row.text("instance_id"), parser, tests, Patching.SWE_BENCH_V5, expected, preset),
            EvalText.ofRow(row.text("eval_script"), Common.TESTBED, tests),
            Map.of(),
            TIMEOUT),
        Common.gold(row.verbatim("patch")));
  }

  private ImportedTask version4(Row row) {
    Common common = new Common(options);
    String repository = row.text("repo");
    String version = row.optional("version").orElse("");
    KnownCommands commands =
        options
            .testCommand()
            .map(test -> KnownCommands.given(test.strip(), options.parser()))
            .or(() -> KnownCommands.ofSweBench(repository, version))
            .orElseThrow(() -> unknown(repository, version));
    String preset =
        FAIL_ONLY.contains(repository) ? Presets.SWE_BENCH_V4_FAIL_ONLY : Presets.SWE_BENCH_V4;
    return classic(row, common, commands, Patching.SWE_BENCH_V4, preset, image(row));
  }

  /// A row whose script is made by the rules of version 4.
  static ImportedTask classic(
      Row row,
      Common common,
      KnownCommands commands,
      Patching patching,
      String preset,
      String image) {
    String testPatch = row.text("test_patch");
    Diff tests = Diff.of(testPatch);
    String base = row.text("base_commit");
    return new ImportedTask(
        row.text("problem_statement"),
        start(row, image, base),
        new Judging(
            common.grading(
                row.text("instance_id"),
                commands.parser(),
                tests,
                patching,
                Common.lists(row),
                preset),
            EvalText.ofVersion4(commands, Common.TESTBED, base, tests),
            Map.of("test.patch", testPatch),
            TIMEOUT),
        Common.gold(row.verbatim("patch")));
  }

  static IllegalArgumentException unknown(String repository, String version) {
    return new IllegalArgumentException(
        "repo: how the tests of %s%s are run is not known; say it with --test-command"
            .formatted(repository, version.isEmpty() ? "" : " at version " + version));
  }

  private static Start start(Row row, String image, String base) {
    return new Start(image, row.text("repo"), base, Common.CONDA, Map.of(), List.of());
  }

  private static String image(Row row) {
    String id = row.text("instance_id").toLowerCase(Locale.ROOT).replace("__", "_1776_");
    return "swebench/sweb.eval.x86_64." + id + ":latest";
  }
}
