package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a source into tokens. White space around tags is settled here, with the settings that chat
/// templates are written for: `trim_blocks` (the newline after a block or comment goes),
/// `lstrip_blocks` (the indentation before one goes), and one newline at the very end goes.
final class Lexer {
  private final Source source;
  private final List<Token> tokens = new ArrayList<>();

  private Lexer(String text) {
    this.source = new Source(text);
  }

  static List<Token> tokens(String text) {
    String whole = text.replace("\r\n", "\n");
    Lexer lexer = new Lexer(whole.endsWith("\n") ? whole.substring(0, whole.length() - 1) : whole);
    lexer.run();
    return List.copyOf(lexer.tokens);
  }

  private void run() {
    Trim trim = Trim.NOTHING;
    while (true) {
      trim.apply(source);
      int start = source.offset();
      Position at = source.position();
      int tag = source.nextTag();
      String text = source.text(start, tag);
      if (tag == source.length()) {
        addText(text, at);
        tokens.add(new Token(Kind.END, "", source.positionOf(tag)));
        return;
      }
      char type = source.charAt(tag + 1);
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      addText(trimmedBefore(text, type, sign, start == 0 || source.charAt(start - 1) == '\n'), at);
      source.moveTo(tag);
      trim = tag(type, sign == '-' || sign == '+');
    }
  }

  private void addText(String text, Position at) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Kind.TEXT, text, at));
    }
  }

  private static String trimmedBefore(String text, char type, char sign, boolean startsLine) {
    if (sign == '-') {
      return text.stripTrailing();
    }
    if (type == '{' || sign == '+') {
      return text;
    }
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    boolean onlyIndentation = end == 0 ? startsLine : text.charAt(end - 1) == '\n';
    return onlyIndentation ? text.substring(0, end) : text;
  }

  private Trim tag(char type, boolean signed) {
    Position at = source.position();
    source.skip(signed ? 3 : 2);
    if (type == '#') {
      return comment(at);
    }
    boolean output = type == '{';
    tokens.add(new Token(output ? Kind.OUTPUT_BEGIN : Kind.BLOCK_BEGIN, "{" + type, at));
    Trim trim = new ExpressionLexer(source, tokens).run(output ? "}}" : "%}");
    Kind end = output ? Kind.OUTPUT_END : Kind.BLOCK_END;
    tokens.add(new Token(end, output ? "}}" : "%}", source.position()));
    return output && trim == Trim.NEWLINE ? Trim.NOTHING : trim;
  }

  private Trim comment(Position at) {
    int end = source.indexOf("#}");
    if (end < 0) {
      throw at.error("this comment is never closed with #}");
    }
    Trim trim = Trim.of(source.charAt(end - 1));
    source.moveTo(end + 2);
    return trim;
  }

  /// What goes after a tag.
  enum Trim {
    NOTHING,
    NEWLINE,
    SPACE;

    static Trim of(char sign) {
      return switch (sign) {
        case '-' -> SPACE;
        case '+' -> NOTHING;
        default -> NEWLINE;
      };
    }

    void apply(Source source) {
      switch (this) {
        case NOTHING -> {}
        case NEWLINE -> {
          if (!source.atEnd() && source.peek() == '\n') {
            source.skip(1);
          }
        }
        case SPACE -> source.skipSpace();
      }
    }
  }
}
