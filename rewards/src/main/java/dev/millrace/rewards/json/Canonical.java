package dev.millrace.rewards.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.ContentDigest;
import java.math.BigDecimal;
import java.util.TreeSet;

/// The one form of a JSON value. Every part is framed by its length, so that no two values run
/// together.
final class Canonical {
  private final ContentDigest digest = new ContentDigest();

  private Canonical() {}

  static String digest(JsonNode root) {
    Canonical canonical = new Canonical();
    canonical.add(root);
    return canonical.digest.hex();
  }

  private void add(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> {
        digest.text("array").text(Integer.toString(node.size()));
        node.forEach(this::add);
      }
      case STRING -> digest.text("string").text(node.asText());
      case NUMBER -> digest.text("number").text(number(node.decimalValue()));
      case BOOLEAN -> digest.text("boolean").text(node.asText());
      case NULL, MISSING, BINARY, POJO -> digest.text("null");
    }
  }

  private void object(JsonNode node) {
    TreeSet<String> keys = new TreeSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    digest.text("object").text(Integer.toString(keys.size()));
    for (String key : keys) {
      digest.text(key);
      add(node.get(key));
    }
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }
}
