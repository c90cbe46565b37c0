package dev.millrace.orchestrator.predictions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.orchestrator.predictions.ScoredPrediction.End;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rewards.patch.PatchVerdict;
import dev.millrace.rollout.task.grading.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Reports as SWE-bench writes them: one a prediction, and one of all in its second version.
///
/// @param total rows that could have been predicted
public record PredictionReport(int total, List<ScoredPrediction> scored) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<End> COMPLETED = Set.of(End.RESOLVED, End.PARTIAL, End.UNRESOLVED);

  public PredictionReport {
    scored = List.copyOf(scored);
  }

  /// Writes `report.json`, and for each prediction a directory named after its id with
  /// `patch.diff`, `test_output.txt` and `report.json`.
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.json"), text(summary()));
    for (ScoredPrediction one : scored) {
      if (one.verdict().isPresent()) {
        write(one, one.verdict().get(), directory);
      }
    }
  }

  private static void write(ScoredPrediction one, PatchVerdict verdict, Path directory)
      throws IOException {
    String id = one.prediction().instance();
    Path own = directory.resolve(id.replaceAll("[^A-Za-z0-9._+-]", "_"));
    Files.createDirectories(own);
    Files.writeString(own.resolve("patch.diff"), one.prediction().patch().orElse(""));
    Files.writeString(own.resolve("test_output.txt"), verdict.log());
    ObjectNode report = JSON.createObjectNode();
    fill(report.putObject(id), one, verdict);
    Files.writeString(own.resolve("report.json"), text(report));
  }

  private static void fill(ObjectNode node, ScoredPrediction one, PatchVerdict verdict) {
    node.put("patch_is_None", false);
    node.put("patch_exists", true);
    node.put(
        "patch_successfully_applied",
        verdict.report().filter(report -> !report.tests().isEmpty()).isPresent());
    node.put("resolved", one.end() == End.RESOLVED);
    node.put("end", one.end().label());
    node.put("why", one.why());
    verdict
        .report()
        .filter(report -> !report.tests().isEmpty())
        .ifPresent(report -> tests(node.putObject("tests_status"), report));
  }

  private static void tests(ObjectNode node, Report report) {
    for (Group group : Group.values()) {
      ObjectNode lists = node.putObject(group.name());
      names(lists.putArray("success"), report.names(group, Count.MET));
      names(lists.putArray("failure"), report.names(group, Count.BROKEN));
    }
  }

  private ObjectNode summary() {
    ObjectNode node = JSON.createObjectNode();
    node.put("total_instances", total);
    node.put("submitted_instances", scored.size());
    list(node, "completed", COMPLETED);
    list(node, "resolved", Set.of(End.RESOLVED));
    list(node, "unresolved", Set.of(End.PARTIAL, End.UNRESOLVED));
    list(node, "empty_patch", Set.of(End.EMPTY_PATCH));
    list(node, "error", Set.of(End.ERROR, End.UNKNOWN));
    names(node.putArray("submitted_ids"), ids(Set.of(End.values())));
    return node.put("schema_version", 2);
  }

  private void list(ObjectNode node, String name, Set<End> ends) {
    List<String> ids = ids(ends);
    node.put(name + "_instances", ids.size());
    names(node.putArray(name + "_ids"), ids);
  }

  private List<String> ids(Set<End> ends) {
    return scored.stream()
        .filter(one -> ends.contains(one.end()))
        .map(one -> one.prediction().instance())
        .sorted()
        .toList();
  }

  private static void names(ArrayNode array, List<String> names) {
    names.forEach(array::add);
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
