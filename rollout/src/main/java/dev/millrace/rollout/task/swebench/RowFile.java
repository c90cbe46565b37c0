package dev.millrace.rollout.task.swebench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files of objects: JSONL, a JSON list, or a JSON object whose values are the objects.
public final class RowFile {
  // What stands behind a row on its line is lost otherwise.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private RowFile() {}

  /// Every object as JSON text, in the file's order.
  ///
  /// @throws TaskException when it cannot be read, with the line
  public static List<String> read(Path file) {
    String text;
    if (!Files.exists(file)) {
      throw new TaskException(file + ": there is no such file");
    }
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new TaskException(file + ": cannot be read as UTF-8 text: " + e);
    }
    return isOneDocument(file, text) ? document(file, text) : lines(file, text);
  }

  /// A list always is; an object is where it does not end with its first line.
  private static boolean isOneDocument(Path file, String text) {
    String stripped = text.strip();
    return stripped.startsWith("[")
        || (file.toString().endsWith(".json") && !isObject(stripped.lines().findFirst().orElse("")))
        || (file.toString().endsWith(".json") && stripped.lines().count() == 1);
  }

  private static boolean isObject(String line) {
    try {
      return JSON.readTree(line).isObject();
    } catch (JsonProcessingException _) {
      // The rest of the object is on later lines.
      return false;
    }
  }

  private static List<String> document(Path file, String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new TaskException(file + ":" + line + ": not JSON: " + e.getOriginalMessage());
    }
    List<String> rows = new ArrayList<>();
    root.forEach(item -> add(file, item, rows));
    return rows;
  }

  private static void add(Path file, JsonNode item, List<String> rows) {
    if (!item.isObject()) {
      throw new TaskException(
          "%s: row %d: expected an object, found %s"
              .formatted(file, rows.size() + 1, item.getNodeType()));
    }
    rows.add(item.toString());
  }

  private static List<String> lines(Path file, String text) {
    List<String> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (!isObject(line)) {
        throw new TaskException(file + ":" + number + ": expected a JSON object");
      }
      rows.add(line);
    }
    return rows;
  }
}
