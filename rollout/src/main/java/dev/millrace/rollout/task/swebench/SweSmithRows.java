package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.swebench.ImportedTask.Direction;
import dev.millrace.rollout.task.swebench.ImportedTask.Gold;
import dev.millrace.rollout.task.swebench.ImportedTask.Judging;
import dev.millrace.rollout.task.swebench.ImportedTask.Start;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Rows of SWE-smith. Their patch makes the bug; what it was made from is in no commit that the
/// agent can reach.
record SweSmithRows(ImportOptions options) implements RowReader {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String TEST = "pytest --disable-warnings --color=no --tb=no --verbose ";
  private static final String BUG = "bug.patch";

  /// One commit, with the bug and without a past.
  private static final List<String> PLANTED =
      List.of(
          "git apply " + BUG,
          "rm " + BUG,
          "git checkout -q --orphan start",
          "git add -A",
          "git -c user.name=start -c user.email=start@localhost commit -q -m start",
          "git for-each-ref --format='%(refname)' | grep -vx refs/heads/start"
              + " | xargs -r -n 1 git update-ref -d",
          "git remote | xargs -r -n 1 git remote remove",
          "git reflog expire --expire=now --all",
          "rm -f .git/FETCH_HEAD .git/ORIG_HEAD",
          "git gc -q --prune=now");

  @Override
  public ImportedTask read(Row row) {
    Expected.Lists expected = Common.lists(row);
    SequencedSet<String> files = new LinkedHashSet<>(testFiles(expected));
    Diff tests = new Diff(files, new LinkedHashSet<>(), List.copyOf(files));
    String command = options.testCommand().orElse(TEST);
    return new ImportedTask(
        row.text("problem_statement"),
        new Start(
            row.text("image_name").replace("__", "_1776_"),
            row.text("repo"),
            row.optional("base_commit").orElse("HEAD"),
            Common.CONDA,
            Map.of(BUG, row.text("patch")),
            PLANTED),
        new Judging(
            new Common(options)
                .grading(
                    row.text("instance_id"),
                    "pytest",
                    tests,
                    Patching.SWE_BENCH_V4,
                    expected,
                    Presets.SWE_SMITH),
            EvalText.plain(
                Common.TESTBED,
                EvalText.restored("HEAD", tests),
                List.of(Common.given(command, tests))),
            Map.of(),
            TIMEOUT),
        Optional.of(new Gold(row.text("patch"), Direction.REVERSE)));
  }

  private static TreeSet<String> testFiles(Expected.Lists expected) {
    TreeSet<String> files = new TreeSet<>();
    Stream.concat(expected.failToPass().stream(), expected.passToPass().stream())
        .filter(name -> name.contains("::"))
        .forEach(name -> files.add(name.split("::", 2)[0]));
    return files;
  }
}
