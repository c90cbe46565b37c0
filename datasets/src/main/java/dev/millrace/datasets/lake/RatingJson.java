package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Rating.Criterion;
import dev.millrace.rollout.trajectory.Rating.Repeat;
import dev.millrace.rollout.trajectory.Rating.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A [Rating] as JSON and back. Its spread stands there too, for readers that compute nothing.
final class RatingJson {
  private RatingJson() {}

  static String of(Rating rating) {
    ObjectNode node = EpisodeJson.MAPPER.createObjectNode();
    node.put("alone", rating.standing() == Standing.ALONE)
        .put("model", rating.setting().model())
        .put("rubric_digest", rating.setting().rubricDigest())
        .put("temperature", rating.setting().temperature())
        .put("max_tokens", rating.setting().maxTokens());
    rating.spread().forEach(node.putObject("spread")::put);
    ArrayNode criteria = node.putArray("criteria");
    rating.criteria().forEach(criterion -> fill(criterion, criteria.addObject()));
    ArrayNode repeats = node.putArray("repeats");
    rating.repeats().forEach(repeat -> fill(repeat, repeats.addObject()));
    node.putObject("prompt")
        .put("system", rating.prompt().system())
        .put("user", rating.prompt().user());
    return node.toString();
  }

  private static void fill(Criterion criterion, ObjectNode node) {
    node.put("name", criterion.name())
        .put("weight", criterion.weight())
        .put("least", criterion.least())
        .put("most", criterion.most());
  }

  private static void fill(Repeat repeat, ObjectNode node) {
    node.put("model", repeat.model())
        .put("nonce", repeat.nonce())
        .put("prompt_digest", repeat.promptDigest());
    repeat.scores().forEach(node.putObject("scores")::put);
    repeat.unusable().forEach(node.putObject("unusable")::put);
  }

  static Rating read(JsonNode node) {
    List<Criterion> criteria = new ArrayList<>();
    node.path("criteria").forEach(criterion -> criteria.add(criterion(criterion)));
    List<Repeat> repeats = new ArrayList<>();
    node.path("repeats").forEach(repeat -> repeats.add(repeat(repeat)));
    return new Rating(
        node.path("alone").asBoolean() ? Standing.ALONE : Standing.BESIDE,
        new Rating.Setting(
            node.path("model").asText(),
            node.path("rubric_digest").asText(),
            node.path("temperature").asDouble(),
            node.path("max_tokens").asInt()),
        new Rating.Prompt(
            node.path("prompt").path("system").asText(), node.path("prompt").path("user").asText()),
        criteria,
        repeats);
  }

  private static Criterion criterion(JsonNode node) {
    return new Criterion(
        node.path("name").asText(),
        node.path("weight").asDouble(),
        node.path("least").asDouble(),
        node.path("most").asDouble());
  }

  private static Repeat repeat(JsonNode node) {
    Map<String, Double> scores = new TreeMap<>();
    node.path("scores")
        .properties()
        .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
    Map<String, Integer> unusable = new TreeMap<>();
    node.path("unusable")
        .properties()
        .forEach(count -> unusable.put(count.getKey(), count.getValue().asInt()));
    return new Repeat(
        node.path("model").asText(),
        node.path("nonce").asText(),
        node.path("prompt_digest").asText(),
        scores,
        unusable);
  }
}
