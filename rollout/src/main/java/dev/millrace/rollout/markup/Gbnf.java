package dev.millrace.rollout.markup;

/// A grammar in llama.cpp's GBNF, put together rule by rule.
final class Gbnf {
  private final StringBuilder rules = new StringBuilder();
  private int next;

  void rule(String name, String body) {
    rules.append(name).append(" ::= ").append(body).append('\n');
  }

  /// @return the name of the new rule
  String rule(String body) {
    String name = "r" + next++;
    rule(name, body);
    return name;
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

  /// Adds rules for any text that may end anywhere, but goes on as told where a trigger stands in
  /// it: one rule for each part of the trigger that may have been read.
  ///
  /// @param trigger its first character is nowhere else in it
  /// @param then the rule for what follows a trigger
  void text(String name, String trigger, String then) {
    String first = trigger.substring(0, 1);
    String begun = name + "-1";
    rule(name, "| [^%s] %s | %s %s".formatted(first, name, literal(first), begun));
    for (int i = 1; i < trigger.length(); i++) {
      String wanted = trigger.substring(i, i + 1);
      String on = i + 1 == trigger.length() ? then : name + "-" + (i + 1);
      rule(
          name + "-" + i,
          "| [^%s%s] %s | %s %s | %s %s"
              .formatted(first, wanted, name, literal(first), begun, literal(wanted), on));
    }
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
