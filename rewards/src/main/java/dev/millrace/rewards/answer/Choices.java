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
/// Two letters are no choice, and neither is a letter with another option's text.
final class Choices {
  private static final int MOST = 26;
  private static final Pattern BARE = Pattern.compile("(?i)^[(\\[]?([a-z])[)\\].:]?$");
  private static final Pattern LABEL = Pattern.compile("(?s)^[(\\[]?([A-Za-z])[)\\].:]+\\s+(.+)$");
  private static final Pattern STATED =
      Pattern.compile(
          "\\b(?i:answer|option|choice)\\s*(?i:is|would be|should"
              + " be)?\\s*:?\\s*(?i:option|choice)?\\s*"
              + "(?:[(\\[]([A-Za-z])[)\\]]|([A-Z])(?:[^A-Za-z]|$))");
  private static final Pattern ANOTHER =
      Pattern.compile(
          "^[)\\].:]*\\s*(?:,|/|&|or\\b|and\\b)\\s*(?:option\\s+)?[(\\[]?([A-Z])(?:[^A-Za-z]|$)");

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
      letters.add(letter(label.group(1)));
      byText(label.group(2)).ifPresent(letters::add);
      another(text.substring(label.end(1)), letters);
    }
  }

  private static void stated(String text, Set<Character> letters) {
    Matcher stated = STATED.matcher(text);
    while (stated.find()) {
      int group = stated.group(1) == null ? 2 : 1;
      letters.add(letter(stated.group(group)));
      another(text.substring(stated.end(group)), letters);
    }
  }

  /// The letter that "or", "and" or a comma adds right away.
  private static void another(String rest, Set<Character> letters) {
    Matcher another = ANOTHER.matcher(rest.length() > 40 ? rest.substring(0, 40) : rest);
    if (another.find()) {
      letters.add(letter(another.group(1)));
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
