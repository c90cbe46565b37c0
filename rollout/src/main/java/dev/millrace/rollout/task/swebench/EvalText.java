package dev.millrace.rollout.task.swebench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of `eval.sh`: puts the tests back as the row has them, and runs them between the
/// markers.
final class EvalText {
  private static final String START = ": '>>>>> Start Test Output'";
  private static final String END = ": '>>>>> End Test Output'";
  private static final String PROLOGUE = "#!/bin/bash\nset -uxo pipefail\n";
  private static final String TEST_PATCH = "/tests/test.patch";
  private static final Pattern PUTS_TESTS = Pattern.compile("git apply -v - <<'\\w+'");

  /// What blocks one file of the tests' patch keeps all of it out, and the tests of before would
  /// run.
  static final String OR_NOTHING = " || exit 1";

  private static final List<String> CONDA =
      List.of("source /opt/miniconda3/bin/activate", "conda activate testbed");
  private static final Set<String> NOT_TESTS =
      Set.of(
          ".json", ".png", "csv", ".txt", ".md", ".jpg", ".jpeg", ".pkl", ".yml", ".yaml", ".toml");

  private EvalText() {}

  /// The script of a row that brings one.
  ///
  /// @param tests of the row; files that they add are removed first, for git adds none over another
  static String ofRow(String script, String directory, Diff tests) {
    String body =
        script
            .strip()
            .lines()
            .filter(line -> !line.equals("#!/bin/bash") && !line.equals("set -uxo pipefail"))
            .map(line -> PUTS_TESTS.matcher(line).matches() ? line + OR_NOTHING : line)
            .collect(Collectors.joining("\n"));
    String cleared =
        tests.added().isEmpty()
            ? ""
            : "(cd " + Words.of(directory) + " && rm -f -- " + Words.of(tests.added()) + ")\n";
    return PROLOGUE + cleared + body + "\n";
  }

  /// The script that SWE-bench 4 makes of a row.
  ///
  /// @param base the commit that the tests come from
  static String ofVersion4(KnownCommands commands, String directory, String base, Diff tests) {
    List<String> lines = new ArrayList<>(CONDA);
    lines.add("cd " + directory);
    lines.addAll(commands.setup());
    lines.add("git config --global --add safe.directory " + directory);
    lines.add("cd " + directory);
    lines.addAll(List.of("git status", "git show", "git -c core.fileMode=false diff " + base));
    lines.addAll(CONDA);
    commands.install().ifPresent(lines::add);
    lines.addAll(restored(base, tests));
    lines.add("git apply -v " + TEST_PATCH + OR_NOTHING);
    lines.add(START);
    lines.add(commands.test() + directives(commands.names(), tests));
    lines.add(END);
    lines.addAll(restored(base, tests));
    return PROLOGUE + String.join("\n", lines) + "\n";
  }

  /// A script of our own.
  ///
  /// @param restored commands that put the tests back
  /// @param test commands, of which the first that fails is the last
  static String plain(String directory, List<String> restored, List<String> test) {
    List<String> lines = new ArrayList<>();
    lines.add("git config --global --add safe.directory " + Words.of(directory));
    lines.add("cd " + Words.of(directory));
    lines.addAll(restored);
    lines.add(START);
    if (test.size() == 1) {
      lines.add(test.getFirst());
    } else {
      lines.add("( set -e");
      lines.addAll(test);
      lines.add(")");
    }
    lines.add(END);
    return PROLOGUE + String.join("\n", lines) + "\n";
  }

  /// Commands that put files back as a commit has them, and remove those that it has not.
  static List<String> restored(String base, Diff tests) {
    List<String> commands = new ArrayList<>();
    if (!tests.before().isEmpty()) {
      commands.add("git checkout " + base + " " + Words.of(tests.before()));
    }
    if (!tests.added().isEmpty()) {
      commands.add("rm -f -- " + Words.of(tests.added()));
    }
    return commands;
  }

  /// The files of the tests' patch that are tests, for the end of a command line.
  static String directives(KnownCommands.TestNames names, Diff tests) {
    return tests.directives().stream()
        .filter(file -> NOT_TESTS.stream().noneMatch(file::endsWith))
        .map(file -> names == KnownCommands.TestNames.DOTTED ? dotted(file) : Words.of(file))
        .map(file -> " " + file)
        .collect(Collectors.joining());
  }

  private static String dotted(String file) {
    String module = file.endsWith(".py") ? file.substring(0, file.length() - 3) : file;
    return (module.startsWith("tests/") ? module.substring("tests/".length()) : module)
        .replace('/', '.');
  }
}
