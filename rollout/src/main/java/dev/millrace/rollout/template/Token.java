package dev.millrace.rollout.template;

/// A piece of a template's source.
///
/// @param text the literal text, the name, the operator, or a string's value with escapes resolved
record Token(Kind kind, String text, Position at) {
  enum Kind {
    TEXT,
    OUTPUT_BEGIN,
    OUTPUT_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }

  String describe() {
    return kind == Kind.END ? "the end of the template" : "\"" + text + "\"";
  }
}
