package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the rows of trainers (verl, TRL, verifiers, NeMo Gym, slime, OpenRLHF) have beside question
/// and answer.
record Foreign(JsonNode row) {
  /// Columns that say nothing of the task.
  static final List<String> KEYS =
      List.of(
          "data_source",
          "ability",
          "extra_info",
          "agent_name",
          "agent_ref",
          "info",
          "task",
          "example_id",
          "index",
          "split",
          "level",
          "subject",
          "type",
          "unique_id",
          "uuid",
          "dataset",
          "source",
          "tools");

  /// What only rows of trainers have; they may have any column beside.
  private static final List<String> MARKS =
      List.of(
          "data_source",
          "reward_model",
          "raw_prompt",
          "messages",
          "responses_create_params",
          "agent_ref",
          "example_id");

  /// Sources of problems whose answers are formulas, by a word of their names.
  private static final List<String> MATHEMATICS =
      List.of("math", "aime", "amc", "olympiad", "numina", "dapo", "minerva", "deepscaler");

  /// Sources of questions whose answers are words.
  private static final List<String> QUESTIONS =
      List.of("searchr1", "nq", "triviaqa", "hotpotqa", "2wikimultihopqa", "musique", "squad");

  boolean is() {
    return MARKS.stream().anyMatch(row::has) || row.path("prompt").isArray();
  }

  /// The source's name without the hub's user: `gsm8k` of `openai/gsm8k`.
  Optional<String> source() {
    return Stream.of("data_source", "dataset")
        .map(key -> row.path(key).asText())
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(name -> name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "-"));
  }

  /// How answers of that source are compared.
  Optional<Kind> kind() {
    String source = source().orElse("").toLowerCase(Locale.ROOT);
    if (source.contains("gsm8k")) {
      return Optional.of(Kind.NUMBER);
    }
    if (row.path("ability").asText().equals("math") || isAny(source, MATHEMATICS)) {
      return Optional.of(Kind.MATH);
    }
    return isAny(source, QUESTIONS) ? Optional.of(Kind.WORDS) : Optional.empty();
  }

  /// Prompts of trainers ask for a mark around the final answer.
  FinalAnswer finalAnswer() {
    return is() ? FinalAnswer.MARKED : FinalAnswer.WHOLE;
  }

  /// Tools of a row have no program here that carries them out.
  void requireNoTools() {
    for (JsonNode tools :
        List.of(row.path("tools"), row.path("responses_create_params").path("tools"))) {
      if (!tools.isEmpty() && !tools.isNull()) {
        throw new IllegalArgumentException(
            "tools: a row brings no program that carries them out; make it a task directory with"
                + " environment/tools.json");
      }
    }
  }

  private static boolean isAny(String source, List<String> words) {
    return words.stream().anyMatch(source::contains);
  }
}
