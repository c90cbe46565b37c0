package dev.millrace.rewards.answer;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words, without regard to case, white space, quotes around them and a full stop at the end.
final class Texts {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern EDGES = Pattern.compile("^[\"'`“”‘’\\s]+|[\"'`“”‘’.!\\s]+$");
  private static final Pattern LEAD = Pattern.compile("(?is)^.*(?::|=|\\b(?:is|are)\\b)\\s*");

  private Texts() {}

  static Match compare(String answer, String expected) {
    return Match.of(normal(answer).equals(normal(expected)), quote(answer), quote(expected));
  }

  static String normal(String text) {
    String flat = SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll(" ");
    return EDGES.matcher(flat).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /// What stands after the words that lead to an answer, as in `The roots are 2, 3`; the text
  /// itself
  /// where nothing leads.
  static String afterLead(String text) {
    Matcher lead = LEAD.matcher(text);
    String rest = lead.lookingAt() ? text.substring(lead.end()) : text;
    return rest.isBlank() ? text : rest.strip();
  }

  static String quote(String text) {
    String flat = SPACE.matcher(text).replaceAll(" ").strip();
    return "\"" + (flat.length() > 80 ? flat.substring(0, 80) + "…" : flat) + "\"";
  }
}
