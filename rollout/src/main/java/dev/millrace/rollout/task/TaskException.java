package dev.millrace.rollout.task;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// Tasks on disk that cannot be loaded. Each problem names the file, the place in it, what was
/// expected and what was found.
public final class TaskException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private final transient List<String> problems;

  /// @param problems at least one; the message shows the first 20
  public TaskException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  public TaskException(String problem) {
    this(List.of(problem));
  }

  /// Every problem found, in the order of the files.
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return problems.getFirst();
    }
    String list = problems.stream().limit(SHOWN).collect(Collectors.joining("\n- ", "\n- ", ""));
    String rest = problems.size() > SHOWN ? "\n- and " + (problems.size() - SHOWN) + " more" : "";
    return problems.size() + " problems with the tasks:" + list + rest;
  }
}
