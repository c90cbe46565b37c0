package dev.millrace.rewards.integrity.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits a script into its simple commands. It reads what people and agents write, not all of the
/// language: whatever it does not know is read as words, and it never fails.
final class ShellReader {
  private static final int DEEPEST = 20;

  private final String text;
  private final int depth;
  // What ends a substitution, or null for the script itself.
  private final @Nullable Character end;
  private final List<RawCommand> commands = new ArrayList<>();
  private final List<HereDocument> waiting = new ArrayList<>();
  private RawCommand current = new RawCommand();
  private int at;

  private record HereDocument(RawCommand command, String end, boolean isIndented) {}

  private ShellReader(String text, int at, int depth, @Nullable Character end) {
    this.text = text;
    this.at = at;
    this.depth = depth;
    this.end = end;
  }

  static List<RawCommand> read(String script) {
    ShellReader reader = new ShellReader(script, 0, 0, null);
    reader.readCommands();
    return reader.commands;
  }

  /// Reads up to what ends it, or to the end of the text.
  private void readCommands() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isEnd(c)) {
        at++;
        break;
      }
      switch (c) {
        case '\n' -> newline();
        case ' ', '\t', '\r' -> at++;
        case '#' -> skipLine();
        case ';' -> separator(false);
        case '&' -> ampersand();
        case '|' -> pipe();
        case '(' -> group();
        case ')' -> separator(false);
        case '<', '>' -> redirect();
        default -> word();
      }
    }
    flush(false);
  }

  private boolean isEnd(char c) {
    return end != null && c == end;
  }

  private void newline() {
    at++;
    flush(false);
    for (HereDocument document : List.copyOf(waiting)) {
      body(document);
    }
    waiting.clear();
  }

  private void body(HereDocument document) {
    StringBuilder body = new StringBuilder();
    while (at < text.length()) {
      int stop = text.indexOf('\n', at);
      String line = text.substring(at, stop < 0 ? text.length() : stop);
      at = stop < 0 ? text.length() : stop + 1;
      if ((document.isIndented() ? line.stripLeading() : line).equals(document.end())) {
        break;
      }
      body.append(line).append('\n');
    }
    document.command().stdin = body.toString();
  }

  private void skipLine() {
    int stop = text.indexOf('\n', at);
    at = stop < 0 ? text.length() : stop;
  }

  private void separator(boolean isPipe) {
    at++;
    flush(isPipe);
  }

  private void ampersand() {
    if (peek(1) == '>') {
      at++;
      redirect("&");
    } else {
      at += peek(1) == '&' ? 1 : 0;
      separator(false);
    }
  }

  private void pipe() {
    boolean isOr = peek(1) == '|';
    at += isOr || peek(1) == '&' ? 1 : 0;
    separator(!isOr);
  }

  private void group() {
    at++;
    if (peek(0) == '(') {
      skipArithmetic();
      return;
    }
    if (peek(0) == ')') {
      // A function's name was read.
      at++;
      current = new RawCommand();
    } else {
      flush(false);
      nested(')');
    }
  }

  private void skipArithmetic() {
    int stop = text.indexOf("))", at);
    at = stop < 0 ? text.length() : stop + 2;
  }

  private void redirect() {
    redirect("");
  }

  private void redirect(String prefix) {
    StringBuilder operator = new StringBuilder(prefix);
    while (at < text.length() && (text.charAt(at) == '<' || text.charAt(at) == '>')) {
      operator.append(text.charAt(at++));
    }
    if (peek(0) == '(') {
      at++;
      nested(')');
      current.words.add("<(…)");
      return;
    }
    boolean isIndented = operator.toString().equals("<<") && peek(0) == '-';
    if (isIndented || peek(0) == '|') {
      at++;
    }
    if (peek(0) == '&') {
      at++;
      readWord();
      return;
    }
    blanks();
    String target = readWord();
    switch (operator.toString()) {
      case "<<" -> waiting.add(new HereDocument(current, target, isIndented));
      case "<<<" -> current.stdin = target;
      default -> current.redirects.add(new Redirect(operator.toString(), target));
    }
  }

  private void blanks() {
    while (peek(0) == ' ' || peek(0) == '\t') {
      at++;
    }
  }

  private void word() {
    int start = at;
    String word = readWord();
    boolean isDescriptor =
        at - start == word.length()
            && word.length() == 1
            && Character.isDigit(word.charAt(0))
            && (peek(0) == '<' || peek(0) == '>');
    if (at == start) {
      at++;
    } else if (!isDescriptor) {
      current.words.add(word);
    }
  }

  /// A word with its quotes removed; empty where none begins.
  private String readWord() {
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')' -> {
          return word.toString();
        }
        case '\'' -> single(word);
        case '"' -> quoted(word);
        case '\\' -> escape(word);
        case '$' -> dollar(word);
        case '`' -> {
          if (isEnd(c)) {
            return word.toString();
          }
          at++;
          nested('`');
          word.append("$(…)");
        }
        default -> {
          word.append(c);
          at++;
        }
      }
    }
    return word.toString();
  }

  private void single(StringBuilder word) {
    int stop = text.indexOf('\'', at + 1);
    int end = stop < 0 ? text.length() : stop;
    word.append(text, at + 1, end);
    at = Math.min(text.length(), end + 1);
  }

  private void quoted(StringBuilder word) {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && "\"\\$`\n".indexOf(peek(1)) >= 0) {
        escape(word);
      } else if (c == '$') {
        dollar(word);
      } else if (c == '`') {
        at++;
        nested('`');
        word.append("$(…)");
      } else {
        word.append(c);
        at++;
      }
    }
    at = Math.min(text.length(), at + 1);
  }

  private void escape(StringBuilder word) {
    if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
      word.append(text.charAt(at + 1));
    }
    at = Math.min(text.length(), at + 2);
  }

  private void dollar(StringBuilder word) {
    at++;
    if (peek(0) == '(' && peek(1) == '(') {
      skipArithmetic();
      word.append("$((…))");
    } else if (peek(0) == '(') {
      at++;
      nested(')');
      word.append("$(…)");
    } else if (peek(0) == '{') {
      int stop = text.indexOf('}', at);
      int end = stop < 0 ? text.length() : stop + 1;
      word.append('$').append(text, at, end);
      at = end;
    } else if (peek(0) == '\'') {
      single(word);
    } else {
      word.append('$');
    }
  }

  /// The commands of a substitution come before the one that holds it.
  private void nested(char closing) {
    if (depth >= DEEPEST) {
      int stop = text.indexOf(closing, at);
      at = stop < 0 ? text.length() : stop + 1;
      return;
    }
    ShellReader inner = new ShellReader(text, at, depth + 1, closing);
    inner.readCommands();
    at = inner.at;
    commands.addAll(inner.commands);
  }

  private void flush(boolean isPipe) {
    if (!current.isEmpty()) {
      commands.add(current);
    }
    current = new RawCommand();
    current.isPiped = isPipe;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }
}
