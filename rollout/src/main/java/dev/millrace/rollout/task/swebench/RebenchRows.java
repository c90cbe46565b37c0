package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.ImportedTask.Judging;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of SWE-rebench V2, which say themselves how their tests are run.
record RebenchRows(ImportOptions options) implements RowReader {
  private static final String APPLY =
      "git apply -v --3way --recount --ignore-space-change --whitespace=nowarn /tests/test.patch";

  @Override
  public ImportedTask read(Row row) {
    String repository = row.text("repo");
    if (!repository.contains("/")) {
      throw new IllegalArgumentException("repo: expected OWNER/NAME, found " + repository);
    }
    String directory = "/" + repository.split("/", 2)[1];
    Row config = row.object("install_config");
    String testPatch = row.text("test_patch");
    Diff tests = Diff.of(testPatch);
    List<String> restored = new ArrayList<>(EvalText.restored("HEAD", tests));
    restored.add(APPLY);
    return new ImportedTask(
        row.text("problem_statement"),
        new Start(
            row.optional("image_name").or(() -> row.optional("docker_image")).orElse("unknown"),
            repository,
            row.optional("base_commit").orElse("HEAD"),
            List.of(),
            Map.of(),
            List.of()),
        new Judging(
            grading(row, config, directory, tests),
            EvalText.plain(directory, restored, commands(config, tests)),
            Map.of("test.patch", testPatch),
            SweBenchRows.TIMEOUT),
        Common.gold(row.verbatim("patch")));
  }

  private GradingSpec grading(Row row, Row config, String directory, Diff tests) {
    String parser = options.parser().orElseGet(() -> config.text("log_parser"));
    GradingSpec spec =
        new Common(options)
            .grading(
                row.text("instance_id"),
                parser,
                tests,
                Patching.SWE_REBENCH,
                Common.lists(row),
                Presets.SWE_REBENCH);
    return Places.in(directory, Optional.empty(), spec);
  }

  private List<String> commands(Row config, Diff tests) {
    List<String> commands =
        options
            .testCommand()
            .map(command -> List.of(Common.given(command, tests)))
            .orElseGet(() -> config.texts("test_cmd"));
    if (commands.isEmpty()) {
      throw new IllegalArgumentException("install_config.test_cmd: is missing");
    }
    return commands;
  }
}
