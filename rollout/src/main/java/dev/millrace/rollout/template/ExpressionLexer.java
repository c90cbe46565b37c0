package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Lexer.Trim;
import dev.millrace.rollout.template.Token.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts the inside of a tag into tokens, up to and with the tag's end.
final class ExpressionLexer {
  private static final Pattern FLOAT =
      Pattern.compile("\\d[\\d_]*+(?:\\.\\d[\\d_]*+(?:[eE][+-]?\\d++)?|[eE][+-]?\\d++)");
  private static final Pattern INTEGER =
      Pattern.compile("0[xX][0-9a-fA-F_]++|0[oO][0-7_]++|0[bB][01_]++|\\d[\\d_]*+");
  private static final Pattern MISPLACED = Pattern.compile("__|_\\b|_[.eE]");

  /// As CPython: longer ones take too long to read.
  private static final int MAX_DIGITS = 4_300;

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
      source.skip(1);
      tokens.add(new Token(Kind.STRING, StringLiteral.read(source, next, at), at));
    } else if (next >= '0' && next <= '9') {
      number(at);
    } else if (Character.isLetter(next) || next == '_') {
      tokens.add(new Token(Kind.NAME, name(), at));
    } else {
      operator(at);
    }
  }

  private String name() {
    int start = source.offset();
    while (!source.atEnd() && (Character.isLetterOrDigit(source.peek()) || source.peek() == '_')) {
      source.skip(1);
    }
    return source.text(start, source.offset());
  }

  private void number(Position at) {
    Matcher real = source.matcher(FLOAT);
    boolean isReal = real.lookingAt();
    Matcher matcher = isReal ? real : source.matcher(INTEGER);
    if (!isReal && !matcher.lookingAt()) {
      throw at.error("this is no number");
    }
    source.skip(matcher.end() - source.offset());
    if (MISPLACED.matcher(matcher.group()).find() || matcher.group().length() > MAX_DIGITS) {
      throw at.error("this is no number, or one of more than " + MAX_DIGITS + " digits");
    }
    String text = matcher.group().replace("_", "");
    tokens.add(new Token(isReal ? Kind.FLOAT : Kind.INTEGER, text, at));
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
}
