package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.grading.Evidence;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Matching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.grading.StatusRule;

/// Writes grading files: what equals the preset is left out.
final class GradingWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private GradingWriter() {}

  static String write(GradingSpec spec) {
    ObjectNode node = JSON.createObjectNode();
    node.put("instance", spec.instance());
    node.put("parser", spec.parser());
    node.put("repository", spec.place().directory());
    ExpectedForm.put(node, "test_files", spec.place().tests());
    spec.place().handedTo().ifPresent(path -> node.put("patch_at", path));
    node.put("patching", Fields.label(spec.patching()));
    put(node, spec.semantics());
    node.set("expected", ExpectedForm.write(spec.expected()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static void put(ObjectNode node, Semantics semantics) {
    Semantics base = Presets.named(semantics.preset()).orElseThrow();
    if (semantics.equals(base)) {
      node.put("semantics", semantics.preset());
      return;
    }
    ObjectNode own = node.putObject("semantics").put("preset", semantics.preset());
    put(own, "fail_to_pass", semantics.failToPass(), base.failToPass());
    put(own, "pass_to_pass", semantics.passToPass(), base.passToPass());
    Matching matching = semantics.matching();
    put(own, "ids", matching.ids(), base.matching().ids());
    put(own, "names", matching.names(), base.matching().names());
    put(own, "extra", matching.extra(), base.matching().extra());
    Evidence evidence = semantics.evidence();
    put(own, "region", evidence.region(), base.evidence().region());
    put(own, "silence", evidence.silence(), base.evidence().silence());
    put(own, "exit_status", evidence.exitStatus(), base.evidence().exitStatus());
    put(own, "empty_list", evidence.emptyList(), base.evidence().emptyList());
    put(own, "overtime", evidence.overtime(), base.evidence().overtime());
  }

  private static void put(ObjectNode node, String key, StatusRule rule, StatusRule base) {
    if (!rule.equals(base)) {
      ObjectNode own = node.putObject(key);
      put(own, "xfail", rule.xfail(), base.xfail());
      put(own, "xpass", rule.xpass(), base.xpass());
      put(own, "skipped", rule.skipped(), base.skipped());
      put(own, "error", rule.error(), base.error());
      put(own, "missing", rule.missing(), base.missing());
    }
  }

  private static void put(ObjectNode node, String key, Enum<?> value, Enum<?> base) {
    if (value != base) {
      node.put(key, Fields.label(value));
    }
  }
}
