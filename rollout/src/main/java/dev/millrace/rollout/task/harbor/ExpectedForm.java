package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Expected.Before;
import dev.millrace.rollout.task.grading.Expected.Run;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// `expected` of a grading file, in one of three forms.
final class ExpectedForm {
  private ExpectedForm() {}

  static Expected read(Fields root) {
    JsonNode node = root.node().path("expected");
    if (node.has("statuses")) {
      return statuses(root.object("expected", "statuses").node().get("statuses"));
    }
    if (node.has("repaired")) {
      return stages(root.object("expected", "run", "test", "repaired"));
    }
    Fields lists = root.object("expected", "fail_to_pass", "pass_to_pass");
    return new Expected.Lists(lists.texts("fail_to_pass"), lists.texts("pass_to_pass"));
  }

  private static Expected statuses(JsonNode node) {
    SortedMap<String, Status> statuses = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String place = "expected.statuses." + entry.getKey();
      statuses.put(entry.getKey(), Fields.constant(place, entry.getValue().asText(), Status.class));
    }
    return new Expected.Statuses(statuses);
  }

  private static Expected stages(Fields stages) {
    Map<Before, SortedSet<String>> repaired = new TreeMap<>();
    Fields names = stages.object("repaired", "passed", "failed", "skipped", "absent");
    for (Before before : Before.values()) {
      repaired.put(before, new TreeSet<>(names.texts(Fields.label(before))));
    }
    return new Expected.Stages(run(stages, "run"), run(stages, "test"), repaired);
  }

  private static Run run(Fields stages, String key) {
    Fields run = stages.object(key, "passed", "failed", "skipped");
    return new Run(
        new HashSet<>(run.texts("passed")),
        new HashSet<>(run.texts("failed")),
        new HashSet<>(run.texts("skipped")));
  }

  /// The semantics that do not count with a form, by their keys: what they decide is fixed there.
  static List<String> unread(Expected expected) {
    return switch (expected) {
      case Expected.Lists _ -> List.of();
      case Expected.Statuses _ -> List.of("fail_to_pass", "pass_to_pass", "ids", "empty_list");
      case Expected.Stages _ ->
          List.of("fail_to_pass", "pass_to_pass", "ids", "extra", "empty_list");
    };
  }

  static JsonNode write(Expected expected) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (expected) {
      case Expected.Lists(var failToPass, var passToPass) -> {
        put(node, "fail_to_pass", failToPass);
        put(node, "pass_to_pass", passToPass);
      }
      case Expected.Statuses(var statuses) -> {
        ObjectNode inner = node.putObject("statuses");
        statuses.forEach((name, status) -> inner.put(name, Fields.label(status)));
      }
      case Expected.Stages(Run run, Run test, var repaired) -> {
        put(node.putObject("run"), run);
        put(node.putObject("test"), test);
        ObjectNode inner = node.putObject("repaired");
        repaired.forEach((before, names) -> put(inner, Fields.label(before), names));
      }
    }
    return node;
  }

  private static void put(ObjectNode node, Run run) {
    put(node, "passed", new TreeSet<>(run.passed()));
    put(node, "failed", new TreeSet<>(run.failed()));
    put(node, "skipped", new TreeSet<>(run.skipped()));
  }

  static void put(ObjectNode node, String key, Collection<String> texts) {
    texts.forEach(node.putArray(key)::add);
  }
}
