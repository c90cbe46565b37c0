package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the expected answer in the forms that trainers keep it in. Every problem is an
/// [IllegalArgumentException].
///
/// @param value a text or a number; of several that are right the first; of code, its cases
/// @param others that are as right
record Answers(JsonNode value, List<String> others) {
  static final List<String> KEYS =
      List.of(
          "answer",
          "answers",
          "ground_truth",
          "label",
          "expected_answer",
          "reward_model",
          "cases",
          "solution");

  private static final Pattern HASHES = Pattern.compile("(?s).*\n####\\s*([^\n]+?)\\s*$");

  /// The answer of a row; `solution` only where there is nothing better.
  static Answers in(JsonNode row) {
    List<String> used = KEYS.stream().filter(row::has).toList();
    List<String> better = used.stream().filter(key -> !key.equals("solution")).toList();
    List<String> chosen = better.isEmpty() ? used : better;
    if (chosen.size() != 1) {
      throw new IllegalArgumentException(
          "expected exactly one of " + KEYS + ", found " + (used.isEmpty() ? "none" : used));
    }
    String key = chosen.getFirst();
    JsonNode value = key.equals("reward_model") ? row.get(key).path("ground_truth") : row.get(key);
    return of(value.has("target") ? value.get("target") : value, key);
  }

  /// The cases, where the answer is those of a program.
  Optional<JsonNode> cases() {
    boolean written = value.isTextual() && value.asText().stripLeading().startsWith("{");
    JsonNode cases = written ? parsed(value.asText()) : value;
    return Optional.of(cases).filter(node -> node.has("inputs") && node.has("outputs"));
  }

  /// The answer as a text, without the way to it where that ends with a line of `#### ANSWER` or
  /// holds a box.
  String text() {
    String text = scalar(value);
    Matcher hashes = HASHES.matcher(text);
    if (hashes.matches()) {
      return hashes.group(1);
    }
    return text.contains("\n") || text.contains(" ") ? boxed(text).orElse(text) : text;
  }

  private static Answers of(JsonNode value, String key) {
    if (!value.isArray()) {
      if (value.isNull()
          || (!value.isObject() && (!value.isValueNode() || scalar(value).isBlank()))) {
        throw new IllegalArgumentException(
            key + ": expected a string or a number, not empty, found " + value);
      }
      return new Answers(value, List.of());
    }
    if (value.isEmpty() || key.equals("answer")) {
      throw new IllegalArgumentException(
          key
              + ": expected a string or a number, not empty, found "
              + value
              + "; where each of several answers is right, the key is answers");
    }
    List<String> others = new ArrayList<>();
    value.forEach(one -> others.add(scalar(one)));
    return new Answers(value.get(0), others.subList(1, others.size()));
  }

  private static String scalar(JsonNode value) {
    return value.isBigDecimal()
        ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static JsonNode parsed(String text) {
    try {
      return Rows.parseValue(text);
    } catch (IllegalArgumentException _) {
      // It begins like JSON and is none, so it is a text.
      return MissingNode.getInstance();
    }
  }

  /// The content of the last box.
  private static Optional<String> boxed(String text) {
    int box = text.lastIndexOf("\\boxed{");
    int depth = 0;
    for (int i = box; box >= 0 && i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return Optional.of(text.substring(box + "\\boxed{".length(), i));
      }
    }
    return Optional.empty();
  }
}
