package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Files of one JSON object a line, and what all tasks out of them have in common.
final class Rows {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String WORKDIR = "/work";

  private Rows() {}

  /// One line that is not blank.
  ///
  /// @param line from 1
  record Line(int line, String text, JsonNode node) {}

  /// Gives every row to a reader; what is wrong with one is noted with its line.
  ///
  /// @param reader throws an [IllegalArgumentException] for a row that it cannot use
  static void each(Path file, List<String> problems, Consumer<Line> reader) {
    List<String> lines = lines(file);
    for (int line = 1; line <= lines.size(); line++) {
      String text = lines.get(line - 1);
      if (!text.isBlank()) {
        try {
          reader.accept(new Line(line, text, parse(text)));
        } catch (IllegalArgumentException e) {
          problems.add(file + ":" + line + ": " + e.getMessage());
        }
      }
    }
  }

  /// A JSON value in a text.
  static JsonNode parseValue(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw new IllegalArgumentException(
          "not JSON at column " + column + ": " + e.getOriginalMessage(), e);
    }
  }

  /// The last step of a solution: submitting an answer.
  static SolutionStep submit(String answer) {
    return new SolutionStep("", "submit", JSON.createObjectNode().put("answer", answer).toString());
  }

  /// An empty working directory.
  static Environment environment() {
    String digest = new ContentDigest().text("environment 1").text(WORKDIR).hex();
    return new Environment(
        List.of(new Environment.Step.MakeDirectory(WORKDIR)), Map.of(), WORKDIR, null, digest);
  }

  private static JsonNode parse(String text) {
    JsonNode node = parseValue(text);
    if (node.isObject()) {
      return node;
    }
    throw new IllegalArgumentException("expected a JSON object, found " + node.getNodeType());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new TaskException(file + ": cannot be read as UTF-8 text: " + e);
    }
  }
}
