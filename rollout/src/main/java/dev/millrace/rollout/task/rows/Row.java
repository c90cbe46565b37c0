package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One row; every problem is an [IllegalArgumentException].
final class Row {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final List<String> QUESTION = List.of("question", "prompt", "problem");
  private static final List<String> ANSWER = List.of("answer", "ground_truth", "label");
  private static final List<String> OTHERS =
      List.of("id", "family", "kind", "tolerance", "steps", "metadata");
  private static final KnownKeys KNOWN =
      KnownKeys.of(Stream.of(QUESTION, ANSWER, OTHERS).flatMap(List::stream).toList());
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Set<String> TOOLS = Set.of("bash", "submit");
  private static final String WORKDIR = "/work";

  /// Relative: far below what rounding to six digits changes, far above what arithmetic loses.
  private static final double TOLERANCE = 1e-6;

  private final String stem;
  private final int line;
  private final String text;
  private final JsonNode row;

  Row(String stem, int line, String text) {
    this.stem = stem;
    this.line = line;
    this.text = text;
    this.row = parse(text);
    for (Map.Entry<String, JsonNode> entry : row.properties()) {
      String key = entry.getKey();
      if (!KNOWN.keys().contains(key)) {
        throw new IllegalArgumentException(key + ": unknown key; " + KNOWN.hint(key));
      }
    }
  }

  Task task() {
    TaskId id = new TaskId(row.has("id") ? scalar("id") : stem + "/" + line);
    String answer = scalar(only(ANSWER));
    return new Task(
        new TaskRef(id, family(id), new ContentDigest().text("row 1").text(text).hex()),
        scalar(only(QUESTION)),
        environment(),
        new Toolbox(TOOLS, List.of(), List.of()),
        new ExpectedAnswer(answer, kind(answer), tolerance()),
        Limits.DEFAULT,
        new Task.Solution(null, steps(answer)));
  }

  private String family(TaskId id) {
    if (row.has("family")) {
      return scalar("family");
    }
    return id.value().contains("/") ? id.value().split("/", 2)[0] : stem;
  }

  private ExpectedAnswer.Kind kind(String answer) {
    if (!row.has("kind")) {
      return NUMBER.matcher(answer).matches()
          ? ExpectedAnswer.Kind.NUMBER
          : ExpectedAnswer.Kind.TEXT;
    }
    String name = scalar("kind");
    for (ExpectedAnswer.Kind kind : ExpectedAnswer.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    String known =
        Stream.of(ExpectedAnswer.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException("kind: expected one of " + known + ", found " + name);
  }

  private double tolerance() {
    JsonNode value = row.get("tolerance");
    if (value == null) {
      return TOLERANCE;
    }
    if (!value.isNumber() || value.doubleValue() < 0) {
      throw new IllegalArgumentException("tolerance: expected a number >= 0, found " + value);
    }
    return value.doubleValue();
  }

  private List<SolutionStep> steps(String answer) {
    JsonNode listed = row.get("steps");
    if (listed == null) {
      String arguments = JSON.createObjectNode().put("answer", answer).toString();
      return List.of(new SolutionStep("", "submit", arguments));
    }
    List<SolutionStep> steps = new ArrayList<>();
    for (JsonNode step : listed) {
      steps.add(step("steps[" + steps.size() + "]", step));
    }
    if (steps.isEmpty() || !steps.getLast().tool().equals("submit")) {
      throw new IllegalArgumentException("steps: expected a list that ends with submit");
    }
    return steps;
  }

  private static SolutionStep step(String place, JsonNode step) {
    KnownKeys keys = new KnownKeys(List.of("say", "tool", "arguments"));
    for (Map.Entry<String, JsonNode> entry : step.properties()) {
      if (!keys.keys().contains(entry.getKey())) {
        throw new IllegalArgumentException(
            place + "." + entry.getKey() + ": unknown key; " + keys.hint(entry.getKey()));
      }
    }
    String tool = step.path("tool").asText();
    if (!TOOLS.contains(tool)) {
      throw new IllegalArgumentException(
          place + ".tool: expected one of " + TOOLS + ", found " + step.path("tool"));
    }
    if (!step.path("arguments").isObject()) {
      throw new IllegalArgumentException(
          place + ".arguments: expected an object, found " + step.path("arguments"));
    }
    return new SolutionStep(step.path("say").asText(), tool, step.path("arguments").toString());
  }

  /// The one of several synonyms that the row uses.
  private String only(List<String> synonyms) {
    List<String> used = synonyms.stream().filter(row::has).toList();
    if (used.size() != 1) {
      throw new IllegalArgumentException(
          "expected exactly one of " + synonyms + ", found " + (used.isEmpty() ? "none" : used));
    }
    return used.getFirst();
  }

  private String scalar(String key) {
    JsonNode value = row.path(key);
    String scalar =
        value.isBigDecimal()
            ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
            : value.asText();
    if (!value.isValueNode() || scalar.isBlank()) {
      throw new IllegalArgumentException(
          key + ": expected a string or a number, not empty, found " + value);
    }
    return scalar;
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
      throw new IllegalArgumentException("expected a JSON object, found " + node.getNodeType());
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw new IllegalArgumentException(
          "not JSON at column " + column + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Environment environment() {
    String digest = new ContentDigest().text("environment 1").text(WORKDIR).hex();
    return new Environment(
        List.of(new Environment.Step.MakeDirectory(WORKDIR)), Map.of(), WORKDIR, null, digest);
  }
}
