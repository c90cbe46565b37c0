package dev.millrace.rewards.answer;

import dev.millrace.rewards.Pairing;
import dev.millrace.rewards.answer.math.Formulas;
import dev.millrace.rewards.answer.quantity.Quantity;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Values separated by commas, semicolons or lines, each compared as a number where both are, as
/// words or as a formula.
final class Elements {
  private static final int MOST = 256;
  private static final Pattern AND = Pattern.compile("(?i)^and\\s+");
  private static final Pattern TUPLE = Pattern.compile("[\\[{]\\s*[(\\[]");
  private static final Pattern STOP = Pattern.compile("[.$]$");
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  /// Which lists of elements are the same.
  enum Order {
    /// The same values, however often and in any order.
    SET,
    MULTISET,
    LIST
  }

  private final Tolerance tolerance;
  private final Order order;

  Elements(Tolerance tolerance, Order order) {
    this.tolerance = tolerance;
    this.order = order;
  }

  Match compare(String answer, String expected) throws UnreadableException {
    boolean isTuple = TUPLE.matcher(bare(expected)).lookingAt();
    List<String> right = split(expected, isTuple);
    if (right.size() > MOST) {
      throw new UnreadableException(right.size() + " values are too many, at most " + MOST);
    }
    for (String reading : readings(answer)) {
      List<String> given = split(reading, isTuple);
      if (given.size() <= MOST && areEqual(given, right)) {
        return new Match.Same();
      }
    }
    return new Match.Different(difference(split(answer, isTuple), right, answer, expected));
  }

  private String difference(
      List<String> given, List<String> right, String answer, String expected) {
    String whole = Texts.quote(answer) + " is not " + Texts.quote(expected);
    if (given.size() > MOST) {
      return whole + ": it has " + given.size() + " values";
    }
    return right.stream()
        .filter(one -> given.stream().noneMatch(other -> areEqual(other, one)))
        .findFirst()
        .map(missing -> whole + ": " + Texts.quote(missing) + " is missing")
        .orElse(whole + ": " + given.size() + " values, expected " + right.size());
  }

  /// As it stands and after its lead, with the last "and" as a separator and as a word.
  private static Set<String> readings(String answer) {
    Set<String> readings = new LinkedHashSet<>();
    for (String text : List.of(answer, Texts.afterLead(answer))) {
      readings.add(text);
      int and = text.toLowerCase(Locale.ROOT).lastIndexOf(" and ");
      if (and >= 0) {
        readings.add(text.substring(0, and) + ", " + text.substring(and + 5));
      }
    }
    return readings;
  }

  private boolean areEqual(List<String> given, List<String> right) {
    return switch (order) {
      case SET ->
          given.stream().allMatch(one -> right.stream().anyMatch(other -> areEqual(one, other)))
              && right.stream()
                  .allMatch(other -> given.stream().anyMatch(one -> areEqual(one, other)));
      case MULTISET -> Pairing.pairs(given, right, this::areEqual);
      case LIST -> {
        boolean same = given.size() == right.size();
        for (int i = 0; same && i < right.size(); i++) {
          same = areEqual(given.get(i), right.get(i));
        }
        yield same;
      }
    };
  }

  private boolean areEqual(String given, String right) {
    Optional<Quantity> number = number(right);
    Optional<Quantity> one = number(given);
    if (number.isPresent() && one.isPresent()) {
      return Numbers.compare(one.get(), number.get(), tolerance).isSame();
    }
    Optional<Boolean> formulas = Formulas.areEqual(given, right, tolerance);
    if (number.isPresent() && formulas.isPresent()) {
      // As texts 2³ and 23 are the same.
      return formulas.get();
    }
    return Texts.compare(given, right).isSame() || formulas.orElse(false);
  }

  private static Optional<Quantity> number(String text) {
    try {
      return Optional.of(Quantity.whole(text));
    } catch (UnreadableException _) {
      // It is a formula or words.
      return Optional.empty();
    }
  }

  /// The elements at the outermost level, without the brackets around them all.
  ///
  /// @param isTuple whether a single tuple is expected, whose own brackets stay
  private static List<String> split(String text, boolean isTuple) {
    String bare = withoutBrackets(bare(text), isTuple);
    List<String> elements = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      depth += step(c);
      if (depth <= 0 && ",;\n".indexOf(c) >= 0) {
        elements.add(bare.substring(start, i));
        start = i + 1;
      }
    }
    elements.add(bare.substring(start));
    return elements.stream()
        .map(element -> AND.matcher(element.strip()).replaceFirst("").strip())
        .filter(element -> !element.isEmpty())
        .toList();
  }

  private static String bare(String text) {
    String plain =
        text.replace("\\left", "").replace("\\right", "").replace("\\{", "{").replace("\\}", "}");
    return STOP.matcher(plain.strip()).replaceFirst("");
  }

  private static String withoutBrackets(String text, boolean isTuple) {
    String bare = text;
    while (isBracketed(bare)) {
      String inner = bare.substring(1, bare.length() - 1).strip();
      if (isTuple && !isBracketed(inner)) {
        return bare;
      }
      bare = inner;
    }
    return bare;
  }

  /// Whether the first character is a bracket that the last one closes.
  private static boolean isBracketed(String text) {
    if (text.length() < 2 || OPENING.indexOf(text.charAt(0)) < 0) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += step(text.charAt(i));
      if (depth == 0) {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  private static int step(char c) {
    return OPENING.indexOf(c) >= 0 ? 1 : CLOSING.indexOf(c) >= 0 ? -1 : 0;
  }
}
