package dev.millrace.rewards.answer.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text without regard to case, white space, invisible characters, quotes around it and a full stop
/// at the end.
public final class Texts {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
  private static final Pattern LEAD = Pattern.compile("(?is)^.*(?::|=|\\b(?:is|are)\\b)\\s*");
  private static final Pattern NAME = Pattern.compile("(?i)[\\s$({\\\\]*[a-z]\\w{0,9}\\s*");
  private static final Pattern NEXT_NAME =
      Pattern.compile(
          "(?i)(?:[,;]|\\b(?:or|and)\\b|\\\\(?:lor|vee|land|wedge)\\b)"
              + "[\\s}$({\\\\]*[a-z]\\w{0,9}\\s*$");
  private static final String QUOTES = "\"'`“”‘’*";

  private Texts() {}

  public static Match compare(String answer, String expected) {
    return Match.of(normal(answer).equals(normal(expected)), quote(answer), quote(expected));
  }

  /// Character by character.
  public static Match compareExactly(String answer, String expected) {
    return Match.of(answer.equals(expected), quote(answer), quote(expected));
  }

  /// The form in which equal texts are equal strings.
  public static String normal(String text) {
    return bare(compatible(text)).toLowerCase(Locale.ROOT);
  }

  /// One form for each character (NFKC), one space between words, nothing invisible.
  static String compatible(String text) {
    String visible = INVISIBLE.matcher(text).replaceAll("");
    return SPACE
        .matcher(Normalizer.normalize(visible, Normalizer.Form.NFKC))
        .replaceAll(" ")
        .strip();
  }

  /// What stands after the words that lead to an answer, as in `The roots are 2, 3`; the text
  /// itself where nothing leads, and where several answers stand side by side, as in `x = 5 or x =
  /// 3`.
  public static String afterLead(String text) {
    if (areSeveral(text)) {
      return text;
    }
    Matcher lead = LEAD.matcher(text);
    String rest = lead.lookingAt() ? text.substring(lead.end()) : text;
    return rest.isBlank() ? text : rest.strip();
  }

  private static boolean areSeveral(String text) {
    String[] sides = text.split("=", -1);
    boolean several = sides.length > 2 && NAME.matcher(sides[0]).matches();
    for (int i = 1; several && i < sides.length - 1; i++) {
      String end = sides[i].substring(Math.max(0, sides[i].length() - 60));
      several = NEXT_NAME.matcher(end).find();
    }
    return several;
  }

  /// A text in quotes, on one line and cut where it is long.
  public static String quote(String text) {
    String head = text.length() > 400 ? text.substring(0, 400) : text;
    String flat = SPACE.matcher(head).replaceAll(" ").strip();
    return "\"" + (flat.length() > 80 ? flat.substring(0, 80) + "…" : flat) + "\"";
  }

  private static String bare(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isEdge(text.charAt(from), "")) {
      from++;
    }
    while (to > from && isEdge(text.charAt(to - 1), ".!")) {
      to--;
    }
    return from == to ? text : text.substring(from, to);
  }

  private static boolean isEdge(char c, String more) {
    return c == ' ' || QUOTES.indexOf(c) >= 0 || more.indexOf(c) >= 0;
  }
}
