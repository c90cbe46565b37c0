package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a source into tokens. White space around tags is settled here, with the settings that chat
/// templates are written for: `trim_blocks` (the newline after a block or comment goes),
/// `lstrip_blocks` (the indentation before one goes), and one newline at the very end goes.
final class Lexer {
  private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%}");
  private static final Pattern END_RAW =
      Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%}", Pattern.DOTALL);

  private final Source source;
  private final List<Token> tokens = new ArrayList<>();

  private Lexer(String text) {
    this.source = new Source(text);
  }

  static List<Token> tokens(String text) {
    String whole = text.replace("\r\n", "\n").replace('\r', '\n');
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
      if (tag == source.length()) {
        addText(source.text(start, tag), at);
        tokens.add(new Token(Kind.END, "", source.positionOf(tag)));
        return;
      }
      addText(before(start, tag), at);
      source.moveTo(tag);
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      trim = tag(source.charAt(tag + 1), sign == '-' || sign == '+');
    }
  }

  private void addText(String text, Position at) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Kind.TEXT, text, at));
    }
  }

  /// The text before a tag, without what the tag takes of it.
  private String before(int start, int tag) {
    char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
    String text = source.text(start, tag);
    if (sign == '-') {
      return text.stripTrailing();
    }
    if (source.charAt(tag + 1) == '{' || sign == '+') {
      return text;
    }
    int line = text.lastIndexOf('\n') + 1;
    boolean startsLine = line > 0 || start == 0 || source.charAt(start - 1) == '\n';
    return startsLine && text.substring(line).isBlank() ? text.substring(0, line) : text;
  }

  private Trim tag(char type, boolean signed) {
    Position at = source.position();
    if (type == '%') {
      Matcher raw = source.matcher(RAW);
      if (raw.lookingAt()) {
        return raw(raw, at);
      }
    }
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

  private Trim raw(Matcher begin, Position at) {
    source.moveTo(begin.end());
    if (!begin.group(1).isEmpty()) {
      source.skipSpace();
    }
    Position inside = source.position();
    int start = source.offset();
    Matcher end = source.matcher(END_RAW);
    if (!end.find()) {
      throw at.error("this raw block is never closed with endraw");
    }
    addText(before(start, end.start()), inside);
    source.moveTo(end.end());
    return Trim.of(end.group(2).isEmpty() ? '%' : end.group(2).charAt(0));
  }

  private Trim comment(Position at) {
    int end = source.indexOf("#}");
    if (end < 0) {
      throw at.error("this comment is never closed with #}");
    }
    Trim trim = end > source.offset() ? Trim.of(source.charAt(end - 1)) : Trim.NEWLINE;
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
