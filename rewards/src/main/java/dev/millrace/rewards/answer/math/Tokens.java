package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.Token;
import java.util.List;

/// The tokens of a formula and how far they are read. Used by one thread.
final class Tokens {
  private static final int DEEPEST = 100;

  private final String text;
  private final List<Token> list;

  /// What `±` stands for: 1 or -1.
  private final int upperSign;

  private int at;
  private int depth;

  Tokens(String text, List<Token> list, int upperSign) {
    this.text = text;
    this.list = list;
    this.upperSign = upperSign;
  }

  Token peek() {
    return list.get(at);
  }

  Token peek(int ahead) {
    return list.get(Math.min(at + ahead, list.size() - 1));
  }

  Token take() {
    Token token = list.get(at);
    at = Math.min(at + 1, list.size() - 1);
    return token;
  }

  boolean isAtEnd() {
    return peek() instanceof Token.End;
  }

  /// Whether the next token is one of these signs.
  boolean isAny(String signs) {
    return peek().isSign(signs);
  }

  boolean isCommand(String name) {
    return peek().equals(new Token.Command(name));
  }

  /// The next token, which is a sign.
  char takeSign() {
    return take() instanceof Token.Sign(char sign) ? sign : '\0';
  }

  boolean take(char sign) {
    boolean there = isAny(String.valueOf(sign));
    if (there) {
      take();
    }
    return there;
  }

  void expect(char sign) throws UnreadableException {
    if (!take(sign)) {
      throw unexpected();
    }
  }

  /// Passes over `f(x) =`, up to the sign.
  boolean skipFunctionName() {
    boolean named =
        peek() instanceof Token.Letter
            && peek(1).isSign("(")
            && peek(2) instanceof Token.Letter
            && peek(3).isSign(")")
            && peek(4).isSign("=");
    at += named ? 5 : 0;
    return named;
  }

  /// 1 for `+`, -1 for `-`, and for `±` and `∓` what they stand for.
  int takeSignValue() {
    return switch (takeSign()) {
      case '-' -> -1;
      case '±' -> upperSign;
      case '∓' -> -upperSign;
      default -> 1;
    };
  }

  void deeper() throws UnreadableException {
    if (++depth > DEEPEST) {
      throw refuse("is nested more than " + DEEPEST + " deep");
    }
  }

  void shallower() {
    depth--;
  }

  UnreadableException unexpected() {
    return refuse(
        switch (peek()) {
          case Token.End _ -> "ends too early";
          case Token.Sign(char sign) -> "has an unexpected '" + sign + "'";
          case Token.Numeral(_, String digits, _, _) -> "has an unexpected " + digits;
          case Token.Letter(String name) -> "has an unexpected " + name;
          case Token.Named(Function function) -> "has an unexpected " + function;
          case Token.Command(String name) -> "has an unexpected \\" + name;
          case Token.Word(String word) -> "has words, " + Texts.quote(word);
        });
  }

  UnreadableException refuse(String problem) {
    return refuse(text, problem);
  }

  static UnreadableException refuse(String text, String problem) {
    return new UnreadableException(Texts.quote(text) + " " + problem);
  }
}
