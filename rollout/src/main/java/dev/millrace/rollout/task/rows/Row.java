package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.AnswerRules;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row; every problem is an [IllegalArgumentException].
final class Row {
  private static final List<String> OTHERS =
      List.of(
          "id",
          "family",
          "kind",
          "tolerance",
          "absolute",
          "final",
          "arrays",
          "options",
          "choices",
          "steps",
          "metadata");
  private static final KnownKeys KNOWN =
      KnownKeys.of(
          Stream.of(Prompts.TEXTS, Prompts.CHATS, Answers.KEYS, CaseRows.KEYS, OTHERS, Foreign.KEYS)
              .flatMap(List::stream)
              .toList());
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Set<String> TOOLS = Set.of("bash", "submit");

  /// Relative: far below what rounding to six digits changes, far above what arithmetic loses.
  private static final double TOLERANCE = 1e-6;

  private final String stem;
  private final Rows.Line line;
  private final JsonNode row;
  private final Foreign foreign;

  Row(String stem, Rows.Line line) {
    this.stem = stem;
    this.line = line;
    this.row = line.node();
    this.foreign = new Foreign(row);
    for (Map.Entry<String, JsonNode> entry : row.properties()) {
      String key = entry.getKey();
      if (!KNOWN.keys().contains(key) && !foreign.is()) {
        throw new IllegalArgumentException(key + ": unknown key; " + KNOWN.hint(key));
      }
    }
    foreign.requireNoTools();
  }

  Task task() {
    TaskId id = new TaskId(row.has("id") ? row.get("id").asText() : stem + "/" + line.line());
    Answers answers = Answers.in(row);
    Optional<CaseRows> cases = answers.cases().map(node -> new CaseRows(row, node));
    Verification verification =
        cases.isPresent()
            ? new Verification.CodeCases(
                cases.get().spec(number("tolerance", 0), number("absolute", 0)))
            : expected(answers);
    return new Task(
        new TaskRef(id, family(id), new ContentDigest().text("row 1").text(line.text()).hex()),
        Prompts.in(row) + cases.map(of -> "\n\n" + of.how()).orElseGet(this::lettered),
        Rows.environment(),
        new Toolbox(TOOLS, List.of(), List.of()),
        verification,
        Limits.DEFAULT,
        solution(verification));
  }

  private String family(TaskId id) {
    if (row.has("family")) {
      return row.get("family").asText();
    }
    if (foreign.source().isPresent()) {
      return foreign.source().get();
    }
    return id.value().contains("/") ? id.value().split("/", 2)[0] : stem;
  }

  private ExpectedAnswer expected(Answers answers) {
    String text = answers.text();
    List<String> options = options();
    boolean isIndex = !options.isEmpty() && answers.value().isInt();
    Kind kind = kind(text, options);
    if (kind == Kind.CHOICE && isIndex) {
      text = letter(answers.value().asInt(), options);
    }
    AnswerRules rules =
        new AnswerRules(
            number("tolerance", TOLERANCE),
            number("absolute", 0),
            named("final", FinalAnswer.class, foreign.finalAnswer()),
            named("arrays", ArrayOrder.class, ArrayOrder.KEPT),
            options,
            answers.others());
    return new ExpectedAnswer(text, kind, rules);
  }

  private Kind kind(String answer, List<String> options) {
    if (row.has("kind")) {
      return named("kind", Kind.class, Kind.TEXT);
    }
    if (!options.isEmpty()) {
      return Kind.CHOICE;
    }
    return foreign.kind().orElse(NUMBER.matcher(answer).matches() ? Kind.NUMBER : Kind.TEXT);
  }

  /// A constant of an enum by its name in lower case.
  private <E extends Enum<E>> E named(String key, Class<E> type, E otherwise) {
    if (!row.has(key)) {
      return otherwise;
    }
    String name = row.get(key).asText();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(key + ": expected one of " + known + ", found " + name);
  }

  private List<String> options() {
    JsonNode listed = row.has("options") ? row.get("options") : row.path("choices");
    JsonNode texts = listed.path("text").isArray() ? listed.get("text") : listed;
    List<String> options = new ArrayList<>();
    texts.forEach(option -> options.add(option.asText()));
    return options;
  }

  private static String letter(int index, List<String> options) {
    if (index < 0 || index >= options.size()) {
      throw new IllegalArgumentException(
          "answer: expected the place of an option, 0 to "
              + (options.size() - 1)
              + ", found "
              + index);
    }
    return String.valueOf((char) ('A' + index));
  }

  /// The options with their letters, where the question does not have them all.
  private String lettered() {
    List<String> options = options();
    String question = Prompts.in(row);
    if (options.isEmpty() || options.stream().allMatch(question::contains)) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    for (int i = 0; i < options.size(); i++) {
      text.append('\n').append((char) ('A' + i)).append(") ").append(options.get(i));
    }
    return text.toString();
  }

  private double number(String key, double otherwise) {
    JsonNode value = row.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() < 0) {
      throw new IllegalArgumentException(key + ": expected a number >= 0, found " + value);
    }
    return value.doubleValue();
  }

  /// The steps listed, else submitting the answer, or the code that solves the cases.
  private Task.@Nullable Solution solution(Verification verification) {
    if (row.has("steps")) {
      return new Task.Solution(null, Steps.read(row.get("steps"), TOOLS));
    }
    Optional<SolutionStep> submit =
        switch (verification) {
          case ExpectedAnswer answer -> Optional.of(Rows.submit(submitted(answer)));
          default ->
              Optional.of(row.path("solution").asText())
                  .filter(code -> !code.isBlank() && !row.has("file"))
                  .map(Rows::submit);
        };
    return submit.map(step -> new Task.Solution(null, List.of(step))).orElse(null);
  }

  /// The expected answer where its mark has it.
  private static String submitted(ExpectedAnswer answer) {
    return switch (answer.rules().finalAnswer()) {
      case WHOLE, MARKED -> answer.expected();
      case BOXED -> "\\boxed{" + answer.expected() + "}";
      case HASHES -> "#### " + answer.expected();
      case STATED -> "Answer: " + answer.expected();
      case TAGGED -> "<answer>" + answer.expected() + "</answer>";
    };
  }
}
