package dev.millrace.rewards.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rewards.judge.Unusable.Reason;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Rubric.Criterion;
import java.util.Map;
import java.util.TreeMap;

/// The only form that an answer may have: one JSON object with the nonce and a number on its scale
/// for each criterion, and nothing else. Nothing is guessed.
record AnswerForm(Rubric rubric, String nonce) {
  private static final int MOST_CHARS = 64 << 10;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// The scores by criterion.
  ///
  /// @throws Unusable when it has another form
  Map<String, Double> read(String answer) throws Unusable {
    JsonNode root = parse(answer);
    if (!root.isObject()) {
      throw new Unusable(Reason.NO_OBJECT);
    }
    if (!root.path(Rubric.NONCE).isTextual() || !root.get(Rubric.NONCE).asText().equals(nonce)) {
      throw new Unusable(Reason.WRONG_NONCE);
    }
    Map<String, Double> scores = new TreeMap<>();
    for (Criterion criterion : rubric.criteria()) {
      scores.put(criterion.name(), score(criterion, root.get(criterion.name())));
    }
    if (root.size() != scores.size() + 1) {
      throw new Unusable(Reason.UNKNOWN_CRITERION);
    }
    return scores;
  }

  private static JsonNode parse(String answer) throws Unusable {
    if (answer.length() > MOST_CHARS) {
      throw new Unusable(Reason.TOO_LONG);
    }
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      boolean isDuplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      throw new Unusable(isDuplicate ? Reason.DUPLICATE_KEY : Reason.NO_JSON);
    }
  }

  private static double score(Criterion criterion, JsonNode value) throws Unusable {
    if (value == null) {
      throw new Unusable(Reason.MISSING_CRITERION);
    }
    if (!value.isNumber()) {
      throw new Unusable(Reason.NO_NUMBER);
    }
    double score = value.doubleValue();
    if (!(score >= criterion.least() && score <= criterion.most())) {
      throw new Unusable(Reason.OUT_OF_SCALE);
    }
    return score;
  }

  /// The form as a JSON Schema, as `response_format` takes it.
  String schema() {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required").add(Rubric.NONCE);
    properties.putObject(Rubric.NONCE).put("type", "string").putArray("enum").add(nonce);
    for (Criterion criterion : rubric.criteria()) {
      required.add(criterion.name());
      properties
          .putObject(criterion.name())
          .put("type", "number")
          .put("minimum", criterion.least())
          .put("maximum", criterion.most());
    }
    schema.put("additionalProperties", false);
    ObjectNode format = JSON.createObjectNode().put("type", "json_schema");
    format.putObject("json_schema").put("name", "scores").put("strict", true).set("schema", schema);
    return format.toString();
  }
}
