package dev.millrace.rewards.answer.token;

import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a formula into tokens, be it plain or in LaTeX. Used once.
public final class Lexer {
  /// What stands for `{,}`.
  static final String GROUPING = "\u0001";

  private static final int LONGEST = 4_000;

  private final Cursor cursor;
  private final LetterRuns runs;
  private final List<Token> tokens = new ArrayList<>();

  /// Where nothing follows but what closes a sentence.
  private final int tail;

  /// How many brackets are open.
  private int open;

  private Lexer(String text, LetterRuns runs) {
    this.cursor = new Cursor(text);
    this.runs = runs;
    this.tail = tail(text);
  }

  public static List<Token> tokens(String raw, LetterRuns runs) throws UnreadableException {
    if (raw.length() > LONGEST) {
      throw new UnreadableException(
          "a formula of " + raw.length() + " characters is too long, at most " + LONGEST);
    }
    String text =
        raw.strip()
            .replace("**", "^")
            .replace("{,}", GROUPING)
            .replace("^{\\circ}", "°")
            .replace("^\\circ", "°")
            .replace("!=", "≠")
            .replace("<=", "≤")
            .replace(">=", "≥");
    Lexer lexer = new Lexer(text, runs);
    while (!lexer.cursor.isAtEnd()) {
      lexer.next();
    }
    lexer.tokens.add(new Token.End());
    return lexer.tokens;
  }

  private void next() throws UnreadableException {
    char c = cursor.peek();
    if (Cursor.isDigit(c) || (c == '.' && Cursor.isDigit(cursor.charAt(cursor.at() + 1)))) {
      tokens.add(Digits.number(cursor, open));
    } else if (Cursor.isLetter(c)) {
      letters();
    } else if (c == '\\') {
      cursor.take();
      command();
    } else if (Symbols.lowered(c) != '\0') {
      superscript();
    } else if (Symbols.sign(c) != '\0') {
      sign(Symbols.sign(cursor.take()));
    } else if (Character.getType(c) == Character.OTHER_NUMBER) {
      tokens.add(Digits.vulgar(cursor));
    } else if (Character.isLetter(c)) {
      cursor.take();
      tokens.add(new Token.Letter(Symbols.LETTERS.getOrDefault(c, String.valueOf(c))));
    } else if (isIgnored(c)) {
      cursor.take();
    } else {
      throw unexpected();
    }
  }

  /// White space, dollar signs and backticks around a formula, and the full stop behind it.
  private boolean isIgnored(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || "$`~".indexOf(c) >= 0
        || (c == '.' && cursor.at() >= tail);
  }

  private static int tail(String text) {
    int tail = text.length();
    while (tail > 0 && "$`.) ]}".indexOf(text.charAt(tail - 1)) >= 0) {
      tail--;
    }
    return tail;
  }

  private void sign(char sign) {
    if ("([{⦃".indexOf(sign) >= 0) {
      open++;
    } else if (")]}⦄".indexOf(sign) >= 0) {
      open--;
    }
    tokens.add(new Token.Sign(sign));
  }

  private void superscript() throws UnreadableException {
    StringBuilder lowered = new StringBuilder();
    while (Symbols.lowered(cursor.peek()) != '\0') {
      lowered.append(Symbols.lowered(cursor.take()));
    }
    tokens.add(new Token.Sign('^'));
    tokens.add(new Token.Sign('{'));
    tokens.addAll(tokens(lowered.toString(), runs));
    tokens.removeLast();
    tokens.add(new Token.Sign('}'));
  }

  private void letters() {
    String run = cursor.letters();
    if (run.equals("U") && isAfterBracket()) {
      tokens.add(new Token.Sign('∪'));
    } else {
      tokens.addAll(runs.tokens(run));
    }
  }

  private boolean isAfterBracket() {
    return !tokens.isEmpty() && tokens.getLast().isSign(")]⦄}");
  }

  private void command() throws UnreadableException {
    String name = cursor.letters();
    if (name.isEmpty()) {
      escaped();
    } else if (!Symbols.command(name).isEmpty()) {
      tokens.add(new Token.Command(Symbols.command(name)));
      bareArguments(Symbols.command(name));
    } else if (Symbols.sign(name) != '\0') {
      sign(Symbols.sign(name));
    } else if (Function.named(name).isPresent()) {
      tokens.add(new Token.Named(Function.named(name).get()));
    } else if (name.equals("pi") || Symbols.GREEK.contains(name)) {
      tokens.add(new Token.Letter(name));
    } else if (Symbols.WORDS.contains(name)) {
      words(cursor.braced());
    } else if (Symbols.FONTS.contains(name)) {
      upright(cursor.braced());
    } else if (name.equals("begin") || name.equals("end")) {
      tokens.add(new Token.Command(name + " " + cursor.braced()));
    } else if (!Symbols.DROPPED.contains(name)) {
      throw new UnreadableException(
          "unknown command \\" + name + " in " + Texts.quote(cursor.text()));
    }
  }

  /// `\frac12` is a half: arguments without braces have one digit.
  private void bareArguments(String name) {
    int most =
        switch (name) {
          case "frac", "binom" -> 2;
          case "sqrt" -> 1;
          default -> 0;
        };
    for (int left = most; left > 0; left--) {
      while (cursor.peek() == ' ') {
        cursor.take();
      }
      if (!Cursor.isDigit(cursor.peek())) {
        return;
      }
      tokens.add(Digits.digit(cursor));
    }
  }

  private void escaped() throws UnreadableException {
    if (cursor.isAtEnd()) {
      throw unexpected();
    }
    switch (cursor.peek()) {
      case '{' -> sign('⦃');
      case '}' -> sign('⦄');
      case '|' -> sign('|');
      case '%' -> sign('%');
      case '\\' -> sign('\n');
      case ',', ';', ':', '!', ' ', '(', ')', '[', ']', '$' -> {}
      default -> throw unexpected();
    }
    cursor.take();
  }

  private void words(String words) {
    switch (words.toLowerCase(Locale.ROOT)) {
      case "and" -> sign('∧');
      case "or" -> sign('∨');
      case "" -> {}
      default -> tokens.add(new Token.Word(words));
    }
  }

  private void upright(String letters) {
    if (Function.named(letters).isPresent()) {
      tokens.add(new Token.Named(Function.named(letters).get()));
    } else if (letters.equals("R")) {
      sign('ℝ');
    } else if (letters.length() == 1) {
      tokens.add(new Token.Letter(letters));
    } else {
      words(letters);
    }
  }

  private UnreadableException unexpected() {
    return new UnreadableException(
        cursor.isAtEnd()
            ? Texts.quote(cursor.text()) + " ends too early"
            : "unexpected '"
                + cursor.peek()
                + "' at character "
                + (cursor.at() + 1)
                + " of "
                + Texts.quote(cursor.text()));
  }
}
