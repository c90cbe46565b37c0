package dev.millrace.rollout.policy.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Slips with files and commands. None of them changes a file, so that the right step can follow.
final class FileSlips {
  private static final Pattern FIRST_COMMAND =
      Pattern.compile("([a-z][a-z0-9]{2,})( [^;&|<>\\n`$()\"'\\\\]*)?");

  private FileSlips() {}

  static Optional<Message.Assistant> wrongPath(
      SolutionStep step, Task task, RandomGenerator random) {
    boolean reads = step.tool().equals("read_file") || step.tool().equals("edit_file");
    ObjectNode arguments = StepJson.object(step.argumentsJson());
    String path = arguments.path("path").asText();
    if (!reads || path.isEmpty()) {
      return Optional.empty();
    }
    arguments.put("path", misplaced(path, random));
    return Optional.of(PlannedTurn.call(step.say(), step.tool(), StepJson.write(arguments)));
  }

  private static String misplaced(String path, RandomGenerator random) {
    int slash = path.lastIndexOf('/');
    String directory = path.substring(0, slash + 1);
    String name = path.substring(slash + 1);
    int dot = name.lastIndexOf('.');
    return switch (random.nextInt(3)) {
      case 0 -> directory + "src/" + name;
      case 1 ->
          directory + (dot > 0 ? name.substring(0, dot) + "s" + name.substring(dot) : name + "s");
      default -> directory + "lib/" + name;
    };
  }

  static Optional<Message.Assistant> editMismatch(
      SolutionStep step, Task task, RandomGenerator random) {
    ObjectNode arguments = StepJson.object(step.argumentsJson());
    String old = arguments.path("old").asText();
    if (!step.tool().equals("edit_file") || old.isEmpty()) {
      return Optional.empty();
    }
    arguments.put("old", misquoted(old));
    return Optional.of(PlannedTurn.call(step.say(), step.tool(), StepJson.write(arguments)));
  }

  /// Another text than the file has; a part of it would still be found.
  private static String misquoted(String old) {
    if (old.contains("\n    ")) {
      return old.replace("\n    ", "\n  ");
    }
    if (old.contains("\"")) {
      return old.replace('"', '\'');
    }
    return old.contains("(") ? old.replace("(", "( ") : old + "\n\n\n";
  }

  static Optional<Message.Assistant> failingCommand(
      SolutionStep step, Task task, RandomGenerator random) {
    if (!step.tool().equals("bash")) {
      return Optional.empty();
    }
    String command = StepJson.object(step.argumentsJson()).path("command").asText();
    if (command.startsWith("python3 -m unittest")) {
      return bash(step.say(), "python3 -m pytest_runner -q");
    }
    // Only the first simple command: what would follow a mistyped one might still run.
    Matcher first = FIRST_COMMAND.matcher(command);
    if (!first.lookingAt()) {
      return Optional.empty();
    }
    String program = first.group(1);
    int at = 1 + random.nextInt(program.length() - 1);
    String swapped =
        program.substring(0, at - 1)
            + program.charAt(at)
            + program.charAt(at - 1)
            + program.substring(at + 1);
    String mistyped = swapped.equals(program) ? program + program.charAt(at) : swapped;
    String rest = first.group(2) == null ? "" : first.group(2).stripTrailing();
    return bash(step.say(), mistyped + rest);
  }

  private static Optional<Message.Assistant> bash(String say, String command) {
    return Optional.of(
        PlannedTurn.call(say, "bash", StepJson.write(StepJson.of(Map.of("command", command)))));
  }
}
