package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import java.util.Locale;

/// Rows of SWE-Gym: classic ones, from other repositories.
record SweGymRows(ImportOptions options) implements RowReader {
  @Override
  public ImportedTask read(Row row) {
    String repository = row.text("repo");
    KnownCommands commands =
        options
            .testCommand()
            .map(test -> KnownCommands.given(test.strip(), options.parser()))
            .or(() -> KnownCommands.ofSweGym(repository))
            .orElseThrow(
                () -> SweBenchRows.unknown(repository, row.optional("version").orElse("")));
    String id = row.text("instance_id").toLowerCase(Locale.ROOT).replace("__", "_s_");
    return SweBenchRows.classic(
        row,
        new Common(options),
        commands,
        Patching.SWE_GYM,
        Presets.SWE_GYM,
        "xingyaoww/sweb.eval.x86_64." + id + ":latest");
  }
}
