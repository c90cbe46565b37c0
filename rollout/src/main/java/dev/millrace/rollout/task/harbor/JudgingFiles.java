package dev.millrace.rollout.task.harbor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Tells of files that each say how a task is judged, where only one of them would be looked at.
///
/// @param task its directory
record JudgingFiles(Path task, List<String> problems) {
  private static final long LARGEST_BYTES = 1 << 20;
  private static final String GRADING = "tests/grading.json";
  private static final String STATE = "tests/state.json";
  private static final String SCRIPT = "tests/test.sh";
  private static final List<String> OF_WHOLE_TASKS =
      List.of("rubric.toml", "grading.json", "state.json");

  void check(List<StepTable> steps) throws IOException {
    boolean isGraded = has(GRADING);
    if (!steps.isEmpty()) {
      Stream.of(GRADING, STATE)
          .filter(this::has)
          .forEach(file -> refuse(file, "judges a task as a whole, and task.toml has [[steps]]"));
      steps.forEach(this::check);
    }
    if (isGraded) {
      Stream.of(STATE, SCRIPT)
          .filter(this::has)
          .forEach(file -> refuse(file, "is not looked at beside " + GRADING));
    } else if (steps.isEmpty() && has(STATE) && has(SCRIPT) && !isStateRead()) {
      refuse(SCRIPT, "is not run beside " + STATE + ", and checks something else");
    }
  }

  private void check(StepTable step) {
    String tests = "steps/" + step.name() + "/tests/";
    for (String file : OF_WHOLE_TASKS) {
      if (has(tests + file)) {
        new TaskFile(task.resolve(tests + file).toString(), problems)
            .problem(
                "is not looked at: a step has test.sh alone; move it to the task's own tests/");
      }
    }
  }

  /// A script that checks the same state lets other harnesses judge the task as well.
  private boolean isStateRead() throws IOException {
    try (Stream<Path> files = Files.list(task.resolve("tests"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isOther = !file.getFileName().toString().equals("state.json");
        if (isOther && Files.size(file) <= LARGEST_BYTES && names(file)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean names(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("state.json");
  }

  private boolean has(String file) {
    return Files.exists(task.resolve(file));
  }

  private void refuse(String file, String why) {
    new TaskFile(task.resolve(file).toString(), problems).problem(why + "; remove one of them");
  }
}
