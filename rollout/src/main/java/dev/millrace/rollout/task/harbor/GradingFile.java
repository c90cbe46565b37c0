package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rollout.task.grading.Evidence;
import dev.millrace.rollout.task.grading.Evidence.EmptyList;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.GradingSpec.Place;
import dev.millrace.rollout.task.grading.Matching;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.grading.StatusRule;

/// The form of a [GradingSpec] on disk: `tests/grading.json` of a task. Constants are written in
/// lower case. `semantics` is the name of a preset, or an object with `preset` and what differs
/// from it.
public final class GradingFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private GradingFile() {}

  /// Reads a file's text.
  ///
  /// @throws IllegalArgumentException with the place, what was expected and what was found
  public static GradingSpec read(String text) {
    Fields root;
    try {
      root =
          Fields.of(
              "",
              JSON.readTree(text),
              "instance",
              "parser",
              "repository",
              "test_files",
              "patch_at",
              "patching",
              "semantics",
              "expected");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    Expected expected = ExpectedForm.read(root);
    return new GradingSpec(
        root.text("instance"),
        root.text("parser"),
        place(root),
        Fields.constant("patching", root.text("patching"), Patching.class),
        expected,
        semantics(root, expected));
  }

  /// The file's text.
  public static String write(GradingSpec spec) {
    return GradingWriter.write(spec);
  }

  private static Place place(Fields root) {
    String directory = root.text("repository");
    if (!directory.startsWith("/")) {
      throw new IllegalArgumentException(
          "repository: expected an absolute path, found " + directory);
    }
    return new Place(directory, root.texts("test_files"), root.optional("patch_at"));
  }

  private static Semantics semantics(Fields root, Expected expected) {
    JsonNode node = root.node().path("semantics");
    if (node.isTextual()) {
      return preset("semantics", node.asText());
    }
    Fields own =
        root.object(
            "semantics",
            "preset",
            "fail_to_pass",
            "pass_to_pass",
            "ids",
            "names",
            "extra",
            "region",
            "silence",
            "exit_status",
            "empty_list",
            "overtime");
    requireRead(own, expected);
    Semantics base = preset("semantics.preset", own.text("preset"));
    return new Semantics(
        base.preset(),
        rule(own, "fail_to_pass", base.failToPass()),
        rule(own, "pass_to_pass", base.passToPass()),
        new Matching(
            own.choice("ids", base.matching().ids()),
            own.choice("names", base.matching().names()),
            own.choice("extra", base.matching().extra())),
        evidence(own, base.evidence()));
  }

  /// What is not read would look as if it counted.
  private static void requireRead(Fields semantics, Expected expected) {
    String form =
        switch (expected) {
          case Expected.Lists _ -> "";
          case Expected.Statuses _ -> "statuses";
          case Expected.Stages _ -> "repaired";
        };
    for (String key : ExpectedForm.unread(expected)) {
      if (semantics.has(key)) {
        throw new IllegalArgumentException(
            "%s: does not count where `expected` has `%s`, whose rules are fixed; leave it out"
                .formatted(semantics.at(key), form));
      }
    }
  }

  private static Evidence evidence(Fields own, Evidence base) {
    EmptyList emptyList = own.choice("empty_list", base.emptyList());
    return new Evidence(
        own.choice("region", base.region()),
        own.choice("silence", base.silence()),
        own.choice("exit_status", base.exitStatus()),
        emptyList,
        own.choice("overtime", base.overtime()));
  }

  private static StatusRule rule(Fields own, String key, StatusRule base) {
    if (!own.has(key)) {
      return base;
    }
    Fields rule = own.object(key, "xfail", "xpass", "skipped", "error", "missing");
    return new StatusRule(
        rule.choice("xfail", base.xfail()),
        rule.choice("xpass", base.xpass()),
        rule.choice("skipped", base.skipped()),
        rule.choice("error", base.error()),
        rule.choice("missing", base.missing()));
  }

  private static Semantics preset(String place, String name) {
    return Presets.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: expected one of %s, found %s"
                        .formatted(place, String.join(", ", Presets.byName().keySet()), name)));
  }
}
