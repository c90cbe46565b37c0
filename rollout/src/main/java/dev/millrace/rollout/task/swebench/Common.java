package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.swebench.ImportedTask.Direction;
import dev.millrace.rollout.task.swebench.ImportedTask.Gold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What rows of several formats have in common.
record Common(ImportOptions options) {
  static final String TESTBED = "/testbed";

  /// Where the images of SWE-bench have Python.
  static final List<String> CONDA =
      List.of("/opt/miniconda3/envs/testbed/bin", "/opt/miniconda3/bin");

  Semantics semantics(String preset) {
    return options.semantics().orElseGet(() -> Presets.named(preset).orElseThrow());
  }

  GradingSpec grading(
      String instance,
      String parser,
      Diff tests,
      Patching patching,
      Expected expected,
      String preset) {
    List<String> files = new ArrayList<>(tests.before());
    files.addAll(tests.added());
    return new GradingSpec(
        instance,
        options.parser().orElse(parser),
        new GradingSpec.Place(TESTBED, files, Optional.empty()),
        patching,
        expected,
        semantics(preset));
  }

  static Expected.Lists lists(Row row) {
    return new Expected.Lists(row.texts("FAIL_TO_PASS"), row.texts("PASS_TO_PASS"));
  }

  static Optional<Gold> gold(String patch) {
    return patch.isBlank() ? Optional.empty() : Optional.of(new Gold(patch, Direction.FORWARD));
  }

  /// The command of a person, with the tests where it asks for them.
  static String given(String command, Diff tests) {
    return command.endsWith(" ")
        ? command.strip() + EvalText.directives(KnownCommands.TestNames.PATHS, tests)
        : command;
  }
}
