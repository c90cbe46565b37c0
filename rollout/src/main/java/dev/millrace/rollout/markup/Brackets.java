package dev.millrace.rollout.markup;

/// Finds where a bracketed value ends, without judging it: JSON, or a Python literal. Its strings
/// may hold anything.
final class Brackets {
  private static final String JSON_SIGNS = "+-._,: \t\r\n";

  private final String quotes;
  private int depth;
  private char quote;
  private boolean isEscaped;
  private boolean isWrong;

  private Brackets(String quotes) {
    this.quotes = quotes;
  }

  static Brackets json() {
    return new Brackets("\"");
  }

  static Brackets python() {
    return new Brackets("\"'");
  }

  /// Whether this cannot be such a value.
  boolean isWrong() {
    return isWrong;
  }

  /// @return whether the value ends with this character
  boolean endsAt(char c) {
    if (quote != 0) {
      inString(c);
      return false;
    }
    if (quotes.indexOf(c) >= 0) {
      quote = c;
    } else if ("{[(".indexOf(c) >= 0) {
      depth++;
    } else if ("}])".indexOf(c) >= 0) {
      depth--;
      return depth == 0;
    } else {
      boolean isPlain = Character.isLetterOrDigit(c) || JSON_SIGNS.indexOf(c) >= 0;
      isWrong = !isPlain && !(quotes.length() > 1 && c == '=');
    }
    return false;
  }

  private void inString(char c) {
    if (isEscaped) {
      isEscaped = false;
    } else if (c == '\\') {
      isEscaped = true;
    } else if (c == quote) {
      quote = 0;
    }
  }
}
