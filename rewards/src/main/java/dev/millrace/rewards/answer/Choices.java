package dev.millrace.rewards.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.answer.quantity.Typeset;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// One of several options, by its text or by its letter: `B`, `(b)`, `B) Paris`, `the answer is B`.
/// Two letters are no choice, and neither is a letter with another option's text, a letter that is
/// turned down, or a list of the options.
final class Choices {
  private static final int MOST = 26;
  private static final Pattern BARE = Pattern.compile("(?i)^[(\\[]?([a-z])[)\\].:]?$");
  private static final Pattern LABEL = Pattern.compile("(?s)^[(\\[]?([A-Za-z])[)\\].:]+\\s+(.+)$");
  private static final Pattern STATED =
      Pattern.compile(
          "\\b(?i:answer|option|choice)\\s*(?i:is|would be|should"
              + " be)?\\s*:?\\s*(?i:option|choice)?\\s*"
              + "(?:[(\\[]([A-Za-z])[)\\]]|([A-Z])(?:[^A-Za-z]|$))");
  private static final Pattern BRACKET = Pattern.compile("^[)\\].:]*\\s*");

  /// Right before an option that is turned down.
  private static final Pattern NOT =
      Pattern.compile(
          "(?i)(?:\\b(?:not|never|cannot|nor|anything but|everything but|all but)|n['’]t)"
              + "\\s+(?:(?:be|the)\\s+){0,2}$");

  /// Another letter right behind one.
  private static final Pattern ANOTHER =
      Pattern.compile(
          "^[)\\].:]*\\s*(?:,|/|&|or\\b|and\\b)\\s*(?:option\\s+)?"
              + "[(\\[]?(?:([A-Z])(?:[^A-Za-z]|$)|([a-z])(?:[)\\]]|$))");

  /// Another letter somewhere behind one: `or perhaps B`, `B)`, a line that begins with `B.`, and
  /// nothing but letters.
  private static final List<Pattern> OTHERS =
      List.of(
          Pattern.compile(
              "\\b[oO]r(?:\\s+(?:perhaps|maybe|possibly|even|also|option|choice|answer|is|it|could|be))"
                  + "{0,4}\\s+[(\\[]?([A-HJ-Z])(?:[^A-Za-z'’-]|$)"),
          Pattern.compile("[\\s,;(\\[]([A-Z])[)\\]](?:[\\s,.;:]|$)"),
          Pattern.compile("\\n\\s*([A-Z])[.:]\\s"),
          Pattern.compile(
              "^[)\\].:]*\\s+([A-Z])[)\\].:]?(?:[\\s,/&]+[(\\[]?[A-Z][)\\].:]?){1,25}\\s*$"));

  private final List<String> options;

  Choices(List<String> options) {
    this.options = options;
  }

  Match compare(String answer, String expected) throws UnreadableException {
    if (options.size() > MOST) {
      throw new UnreadableException(options.size() + " options are too many, at most " + MOST);
    }
    Optional<Character> right = chosen(expected);
    if (right.isEmpty()) {
      throw new UnreadableException(Texts.quote(expected) + " names none of the options");
    }
    Optional<Character> given = chosen(answer);
    return given.isEmpty()
        ? new Match.Different(Texts.quote(answer) + " does not name one option")
        : Match.of(given.equals(right), named(given.get()), named(right.get()));
  }

  /// The letter of the one option that a text names.
  private Optional<Character> chosen(String text) {
    String plain = Typeset.plain(text).replace("**", "").strip();
    Optional<Character> byText = byText(plain);
    if (byText.isPresent()) {
      return byText;
    }
    Matcher bare = BARE.matcher(plain);
    if (bare.matches()) {
      return Optional.of(letter(bare.group(1))).filter(this::isOption);
    }
    Set<Character> letters = new TreeSet<>();
    labelled(plain, letters);
    stated(plain, letters);
    return letters.size() == 1
        ? Optional.of(letters.iterator().next()).filter(this::isOption)
        : Optional.empty();
  }

  private Optional<Character> byText(String text) {
    List<Integer> same =
        IntStream.range(0, options.size())
            .filter(i -> Texts.compare(text, options.get(i)).isSame())
            .boxed()
            .toList();
    return same.size() == 1 ? Optional.of((char) ('A' + same.getFirst())) : Optional.empty();
  }

  /// A letter that the text begins with, and the letter of the option whose text follows it.
  private void labelled(String text, Set<Character> letters) {
    Matcher label = LABEL.matcher(text);
    if (label.matches()) {
      char letter = letter(label.group(1));
      letters.add(letter);
      byText(label.group(2)).ifPresent(letters::add);
      others(letter, text.substring(label.end(1)), letters);
    }
  }

  private void stated(String text, Set<Character> letters) {
    Matcher stated = STATED.matcher(text);
    while (stated.find()) {
      String before = text.substring(Math.max(0, stated.start() - 30), stated.start());
      if (!NOT.matcher(before).find()) {
        int group = stated.group(1) == null ? 2 : 1;
        char letter = letter(stated.group(group));
        letters.add(letter);
        others(letter, text.substring(stated.end(group)), letters);
      }
    }
  }

  /// What else is named behind a letter, but for what its own option's text names.
  private void others(char letter, String rest, Set<Character> letters) {
    if (byText(BRACKET.matcher(rest).replaceFirst("")).filter(own -> own == letter).isPresent()) {
      return;
    }
    Matcher another = ANOTHER.matcher(rest);
    if (another.find()) {
      letters.add(letter(another.group(1) == null ? another.group(2) : another.group(1)));
    }
    for (Pattern pattern : OTHERS) {
      Matcher other = pattern.matcher(rest);
      while (other.find()) {
        Optional.of(letter(other.group(1))).filter(this::isOption).ifPresent(letters::add);
      }
    }
    String lower = rest.toLowerCase(Locale.ROOT);
    for (int i = 0; i < options.size(); i++) {
      if (lower.contains(" " + (char) ('a' + i) + ". " + options.get(i).toLowerCase(Locale.ROOT))) {
        letters.add((char) ('A' + i));
      }
    }
  }

  private boolean isOption(char letter) {
    return options.isEmpty() || letter - 'A' < options.size();
  }

  private String named(char letter) {
    int at = letter - 'A';
    return at < options.size() ? letter + " (" + Texts.quote(options.get(at)) + ")" : "" + letter;
  }

  private static char letter(String text) {
    return text.toUpperCase(Locale.ROOT).charAt(0);
  }
}
