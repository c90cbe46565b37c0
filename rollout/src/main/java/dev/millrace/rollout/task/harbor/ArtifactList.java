package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.Artifact;
import java.util.ArrayList;
import java.util.List;

/// The list `artifacts` of a task or of one of its steps: paths, or tables with a `source`.
final class ArtifactList {
  private static final String KEY = "artifacts";

  private ArtifactList() {}

  static List<Artifact> read(TomlTable table) {
    List<Artifact> artifacts = new ArrayList<>();
    int index = 0;
    for (JsonNode item : table.list(KEY)) {
      if (item.isTextual()) {
        artifacts.add(artifact(table, KEY, item.textValue(), List.of()));
      } else {
        TomlTable entry = table.element(KEY, index, item);
        entry.ignore("destination");
        entry.refuse("service", "there is only the agent's own sandbox here", "main");
        List<String> exclude = entry.texts("exclude");
        artifacts.add(artifact(entry, "source", entry.text("source").orElse(""), exclude));
        entry.finish();
      }
      index++;
    }
    return artifacts;
  }

  private static Artifact artifact(
      TomlTable table, String key, String source, List<String> exclude) {
    if (!source.startsWith("/") || source.equals("/")) {
      table.problem(key, "expected an absolute path, found \"" + source + "\"");
    }
    return new Artifact(source.replaceFirst("/+$", ""), exclude);
  }
}
