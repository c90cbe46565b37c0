package dev.millrace.rollout.task.harbor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the words of an instruction as Docker does: quotes, escapes, `$NAME`, `${NAME}`,
/// `${NAME:-word}` and `${NAME:+word}`. A variable that is not set is an error here: in Docker it
/// would be an empty string, which nobody means.
final class DockerfileWords {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::([-+])([^}]*))?})");

  private final Map<String, String> variables;
  private final StringBuilder word = new StringBuilder();
  private boolean started;

  DockerfileWords(Map<String, String> variables) {
    this.variables = variables;
  }

  /// The words of a text.
  List<String> split(String text) {
    List<String> words = new ArrayList<>();
    read(text, words);
    return words;
  }

  /// The whole text as one word.
  String expand(String text) {
    read(text, null);
    String all = word.toString();
    word.setLength(0);
    return all;
  }

  private void read(String text, @Nullable List<String> words) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (words != null && Character.isWhitespace(c)) {
        finish(words);
        at++;
      } else {
        started = true;
        at = step(text, at);
      }
    }
    if (words != null) {
      finish(words);
    }
  }

  private int step(String text, int at) {
    return switch (text.charAt(at)) {
      case '\'' -> literal(text, at + 1);
      case '"' -> quoted(text, at + 1);
      case '$' -> variable(text, at);
      case '\\' -> escaped(text, at + 1);
      default -> {
        word.append(text.charAt(at));
        yield at + 1;
      }
    };
  }

  private int literal(String text, int at) {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw new IllegalArgumentException("a single quote is not closed");
    }
    word.append(text, at, end);
    return end + 1;
  }

  private int quoted(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      if (c == '$') {
        at = variable(text, at);
      } else if (c == '\\' && at + 1 < text.length() && "\"\\$".indexOf(text.charAt(at + 1)) >= 0) {
        at = escaped(text, at + 1);
      } else {
        word.append(c);
        at++;
      }
    }
    throw new IllegalArgumentException("a double quote is not closed");
  }

  private int escaped(String text, int at) {
    if (at < text.length()) {
      word.append(text.charAt(at));
    }
    return at + 1;
  }

  private int variable(String text, int at) {
    Matcher matcher = VARIABLE.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new IllegalArgumentException(
          "$ at column " + (at + 1) + " starts no $NAME, ${NAME}, ${NAME:-word} or ${NAME:+word}");
    }
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    word.append(value(Objects.requireNonNull(name), matcher.group(3), matcher.group(4)));
    return matcher.end();
  }

  private String value(String name, @Nullable String operator, @Nullable String alternative) {
    String value = variables.get(name);
    boolean isSet = value != null && !value.isEmpty();
    if (operator != null && alternative != null) {
      boolean wantsAlternative = operator.equals("+") == isSet;
      return wantsAlternative ? alternative : Objects.requireNonNullElse(value, "");
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "the variable " + name + " is not set by an ENV before it");
    }
    return value;
  }

  private void finish(List<String> words) {
    if (started) {
      words.add(word.toString());
      word.setLength(0);
      started = false;
    }
  }
}
