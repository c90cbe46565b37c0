package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.List;

/// Tokens with a place among them.
final class TokenStream {
  private final List<Token> tokens;
  private int next;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean isNext(Kind kind, String text) {
    return peek().is(kind, text);
  }

  boolean isKeyword(String name) {
    return isNext(Kind.NAME, name);
  }

  /// Whether the token after the next one is that name.
  boolean isSecondKeyword(String name) {
    return next + 1 < tokens.size() && tokens.get(next + 1).is(Kind.NAME, name);
  }

  boolean isSecondOperator(String text) {
    return next + 1 < tokens.size() && tokens.get(next + 1).is(Kind.OPERATOR, text);
  }

  boolean skip(Kind kind, String text) {
    boolean found = isNext(kind, text);
    if (found) {
      take();
    }
    return found;
  }

  boolean skipOperator(String text) {
    return skip(Kind.OPERATOR, text);
  }

  boolean skipKeyword(String name) {
    return skip(Kind.NAME, name);
  }

  Token expect(Kind kind) {
    Token token = take();
    if (token.kind() != kind) {
      throw token.at().error("expected " + words(kind) + ", found " + token.describe());
    }
    return token;
  }

  void expectOperator(String text) {
    Token token = take();
    if (!token.is(Kind.OPERATOR, text)) {
      throw token.at().error("expected \"" + text + "\", found " + token.describe());
    }
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case OUTPUT_END -> "}}";
      case BLOCK_END -> "%}";
      case NAME -> "a name";
      default -> kind.name();
    };
  }
}
