package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.TaskSource;
import dev.millrace.rollout.task.calls.CallSpec.Demand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions of the Berkeley Function-Calling Leaderboard: a `BFCL_….json` file of one question
/// a line, and the file of the same name in `possible_answer` beside it. Where there is none,
/// the file's name says that no function fits (`irrelevance`) or some does (`relevance`). Only
/// questions of one turn about functions of Python are read. The agent's calls are noted and
/// answered alike; its tools have underscores for dots.
public final class LeaderboardTasks implements TaskSource {
  private static final List<String> UNREAD =
      List.of("java", "multi_turn", "memory", "web_search", "format_sensitivity");

  private final List<Task> tasks;

  private LeaderboardTasks(List<Task> tasks) {
    this.tasks = tasks;
  }

  /// Whether a file is one of questions, by its name.
  public static boolean isFile(Path path) {
    String name = path.getFileName().toString();
    Path parent = path.getParent();
    return name.startsWith("BFCL_")
        && name.endsWith(".json")
        && (parent == null || !parent.endsWith("possible_answer"));
  }

  /// Reads every question of a file.
  ///
  /// @throws TaskException with every problem of every line
  public static LeaderboardTasks open(Path file) {
    String name = file.getFileName().toString();
    for (String unread : UNREAD) {
      if (name.contains(unread)) {
        throw new TaskException(
            file + ": questions of the category " + unread + " need programs of their own");
      }
    }
    Path answersFile = file.resolveSibling("possible_answer").resolve(name);
    List<String> problems = new ArrayList<>();
    Map<String, JsonNode> answers =
        Files.exists(answersFile) ? answers(answersFile, problems) : Map.of();
    Optional<Demand> otherwise = otherwise(name);
    List<Task> tasks = new ArrayList<>();
    Rows.each(
        file,
        problems,
        line -> {
          JsonNode row = line.node();
          Optional<JsonNode> answer = Optional.ofNullable(answers.get(row.path("id").asText()));
          if (answer.isEmpty() && otherwise.isEmpty()) {
            throw new IllegalArgumentException("no answer to it in " + answersFile);
          }
          tasks.add(new LeaderboardRow(row, answer, otherwise.orElse(new Demand.Nothing())).task());
        });
    if (!problems.isEmpty()) {
      throw new TaskException(problems);
    }
    tasks.sort(Comparator.comparing(task -> task.ref().id()));
    return new LeaderboardTasks(List.copyOf(tasks));
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  private static Optional<Demand> otherwise(String name) {
    if (name.contains("irrelevance")) {
      return Optional.of(new Demand.Nothing());
    }
    return name.contains("relevance") ? Optional.of(new Demand.Anything()) : Optional.empty();
  }

  private static Map<String, JsonNode> answers(Path file, List<String> problems) {
    Map<String, JsonNode> answers = new HashMap<>();
    Rows.each(file, problems, row -> answers.put(row.node().path("id").asText(), row.node()));
    return answers;
  }
}
