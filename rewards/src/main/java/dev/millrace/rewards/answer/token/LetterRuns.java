package dev.millrace.rewards.answer.token;

import dev.millrace.rewards.answer.expression.Function;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What letters in a row are that are no name of their own.
public enum LetterRuns {
  /// Variables that are multiplied.
  PRODUCTS,
  /// The same up to three letters; a word from four on, unless a function is in it.
  WORDS;

  private static final int WORD = 4;

  /// The tokens of letters in a row: words that join, infinity, a Greek name, else functions, `pi`
  /// and single letters; the longest function wins.
  List<Token> tokens(String run) {
    return switch (run.toLowerCase(Locale.ROOT)) {
      case "and" -> List.of(new Token.Sign('∧'));
      case "or" -> List.of(new Token.Sign('∨'));
      case "inf", "infinity", "oo" -> List.of(new Token.Sign('∞'));
      default -> Symbols.GREEK.contains(run) ? List.of(new Token.Letter(run)) : productOrWord(run);
    };
  }

  private List<Token> productOrWord(String run) {
    List<Token> found = new ArrayList<>();
    int from = 0;
    while (from < run.length()) {
      String name = nameAt(run, from);
      found.add(
          Function.named(name)
              .<Token>map(Token.Named::new)
              .orElseGet(() -> new Token.Letter(name)));
      from += name.length();
    }
    boolean named = found.stream().anyMatch(Token.Named.class::isInstance);
    return this == WORDS && run.length() >= WORD && !named ? List.of(new Token.Word(run)) : found;
  }

  private static String nameAt(String run, int from) {
    return Function.names().stream()
        .filter(name -> run.startsWith(name, from))
        .max(Comparator.comparingInt(String::length))
        .orElse(run.startsWith("pi", from) ? "pi" : run.substring(from, from + 1));
  }
}
