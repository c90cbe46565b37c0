package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Lexer.Trim;
import dev.millrace.rollout.template.Token.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// Cuts the inside of a tag into tokens, up to and with the tag's end.
final class ExpressionLexer {
  private static final Set<String> LONG_OPERATORS = Set.of("==", "!=", "<=", ">=", "//", "**");
  private static final String OPERATORS = "+-~*/%<>=()[]{},.:|";

  private final Source source;
  private final List<Token> tokens;
  private int depth;

  ExpressionLexer(Source source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /// Reads to the end of the tag.
  ///
  /// @return what goes after it
  Trim run(String end) {
    Position begin = source.position();
    while (true) {
      source.skipSpace();
      if (source.atEnd()) {
        throw begin.error("this tag is never closed with " + end);
      }
      char next = source.peek();
      if ((next == '-' || next == '+') && source.text(source.offset() + 1, endOf(3)).equals(end)) {
        source.skip(3);
        return Trim.of(next);
      }
      // Inside braces `}}` closes two mappings, not the tag.
      if (depth == 0 && source.startsWith(end)) {
        source.skip(2);
        return Trim.NEWLINE;
      }
      token(next);
    }
  }

  private int endOf(int count) {
    return Math.min(source.length(), source.offset() + count);
  }

  private void token(char next) {
    Position at = source.position();
    if (next == '\'' || next == '"') {
      tokens.add(new Token(Kind.STRING, string(next, at), at));
    } else if (Character.isDigit(next)) {
      number(at);
    } else if (Character.isLetter(next) || next == '_') {
      tokens.add(new Token(Kind.NAME, run(Character::isLetterOrDigit, '_'), at));
    } else {
      operator(at);
    }
  }

  private String run(IntPredicate wanted, char also) {
    int start = source.offset();
    while (!source.atEnd() && (wanted.test(source.peek()) || source.peek() == also)) {
      source.skip(1);
    }
    return source.text(start, source.offset());
  }

  private void number(Position at) {
    String whole = run(Character::isDigit, '_').replace("_", "");
    boolean fraction =
        source.offset() + 1 < source.length()
            && source.peek() == '.'
            && Character.isDigit(source.charAt(source.offset() + 1));
    if (!fraction) {
      tokens.add(new Token(Kind.INTEGER, whole, at));
      return;
    }
    source.skip(1);
    tokens.add(new Token(Kind.FLOAT, whole + "." + run(Character::isDigit, '_'), at));
  }

  private void operator(Position at) {
    String two = source.text(source.offset(), endOf(2));
    String operator = LONG_OPERATORS.contains(two) ? two : two.substring(0, 1);
    if (operator.length() == 1 && OPERATORS.indexOf(operator.charAt(0)) < 0) {
      throw at.error("\"" + operator + "\" does not belong in an expression");
    }
    switch (operator) {
      case "{", "(", "[" -> depth++;
      case "}", ")", "]" -> depth--;
      default -> {}
    }
    source.skip(operator.length());
    tokens.add(new Token(Kind.OPERATOR, operator, at));
  }

  private String string(char quote, Position at) {
    StringBuilder value = new StringBuilder();
    for (source.skip(1); !source.atEnd() && source.peek() != quote; source.skip(1)) {
      char c = source.peek();
      if (c == '\\' && source.offset() + 1 < source.length()) {
        source.skip(1);
        escape(source.peek(), value);
      } else {
        value.append(c);
      }
    }
    if (source.atEnd()) {
      throw at.error("this string is never closed with " + quote);
    }
    source.skip(1);
    return value.toString();
  }

  private static void escape(char c, StringBuilder value) {
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case '\\', '\'', '"' -> value.append(c);
      default -> value.append('\\').append(c);
    }
  }
}
