package dev.millrace.rollout.markup;

/// A grammar in llama.cpp's GBNF, put together rule by rule. XGrammar's EBNF reads it as well.
final class Gbnf {
  private final StringBuilder rules = new StringBuilder();
  private int next;

  void rule(String name, String body) {
    rules.append(name).append(" ::= ").append(body).append('\n');
  }

  /// @return the name of the new rule
  String rule(String body) {
    String name = reserve();
    rule(name, body);
    return name;
  }

  /// @return the name of a rule that is still to be made
  String reserve() {
    return "r" + next++;
  }

  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      literal.append(escaped(text.charAt(i)));
    }
    return literal.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < ' ' ? "\\x%02X".formatted((int) c) : String.valueOf(c);
    };
  }

  /// A character for use between `[` and `]`.
  static String inClass(char c) {
    return "\\u%04X".formatted((int) c);
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
