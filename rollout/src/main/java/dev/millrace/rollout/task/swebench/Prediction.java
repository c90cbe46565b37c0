package dev.millrace.rollout.task.swebench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.TaskException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model proposes for a row, as SWE-bench and Multi-SWE-bench have it in files.
///
/// @param instance the row's id
/// @param model its name or path
/// @param patch empty where the model made none
public record Prediction(String instance, String model, Optional<String> patch) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NO_MODEL = "None";

  /// Reads a file of predictions: JSONL, a JSON list, or a JSON object by id.
  ///
  /// @throws TaskException when it cannot be read, or a prediction names no row
  public static List<Prediction> read(Path file) {
    List<Prediction> predictions = new ArrayList<>();
    for (String json : RowFile.read(file)) {
      try {
        predictions.add(of(Row.of(json)));
      } catch (IllegalArgumentException e) {
        throw new TaskException(
            "%s: prediction %d: %s".formatted(file, predictions.size() + 1, e.getMessage()));
      }
    }
    return List.copyOf(predictions);
  }

  private static Prediction of(Row row) {
    boolean isMulti = row.has("org") && row.has("number");
    String instance = isMulti ? MultiSweRows.instance(row) : row.text("instance_id");
    String field = isMulti ? "fix_patch" : "model_patch";
    return new Prediction(
        instance,
        row.optional("model_name_or_path").orElse(NO_MODEL),
        row.has(field) ? Optional.of(row.verbatim(field)) : Optional.empty());
  }

  /// One line of SWE-bench's JSONL, without its end.
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("instance_id", instance);
    node.put("model_name_or_path", model);
    node.put("model_patch", patch.orElse(null));
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
