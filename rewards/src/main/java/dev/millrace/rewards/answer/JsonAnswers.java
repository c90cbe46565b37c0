package dev.millrace.rewards.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.json.JsonDocument;
import dev.millrace.rollout.schema.Schema;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import java.util.List;

/// JSON documents, alone or in one fenced block.
final class JsonAnswers {
  private static final Pattern FENCED =
      Pattern.compile("(?s)^\\s*```(?:json)?[ \\t]*\\n(.*?)\\n?[ \\t]*```\\s*$");

  private JsonAnswers() {}

  static Match compare(String answer, String expected, Tolerance tolerance, ArrayOrder order)
      throws UnreadableException {
    JsonDocument right = read(expected);
    return read(unfenced(answer))
        .difference(right, tolerance, order)
        .<Match>map(Match.Different::new)
        .orElseGet(Match.Same::new);
  }

  static Match fits(String answer, String schema) throws UnreadableException {
    List<String> violations = schema(schema).violations(unfenced(answer));
    return violations.isEmpty()
        ? new Match.Same()
        : new Match.Different("the document does not fit: " + String.join("; ", violations));
  }

  static Match check(String schema) throws UnreadableException {
    schema(schema);
    return new Match.Same();
  }

  private static Schema schema(String text) throws UnreadableException {
    try {
      return Schema.strict(text);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()));
    }
  }

  private static JsonDocument read(String text) throws UnreadableException {
    try {
      return JsonDocument.of(text);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()));
    }
  }

  private static String unfenced(String text) {
    Matcher fenced = FENCED.matcher(text);
    return fenced.matches() ? fenced.group(1) : text;
  }
}
