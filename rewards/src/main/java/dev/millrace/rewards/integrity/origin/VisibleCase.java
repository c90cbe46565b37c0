package dev.millrace.rewards.integrity.origin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// An input of a visible test and the output that it expects, as they are written.
///
/// @param input a literal
/// @param expected a literal
record VisibleCase(String input, String expected) {
  private static final String LITERAL =
      "(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|-?\\d+(?:\\.\\d+)?"
          + "|\\[[^\\[\\]\\n]*\\]|\\{[^{}\\n]*\\}|\\([^()\\n]*,[^()\\n]*\\))";
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "assert(?:Equals?|_equal|\\.(?:strictEqual|equal|deepEqual"
                  + "|Equal))\\(\\s*(?:t, *)?[\\w.]+\\(\\s*"
                  + LITERAL
                  + "\\s*(?:,[^()\\n]*)?\\)[\\w.()]*\\s*,\\s*"
                  + LITERAL),
          Pattern.compile(
              "assert\\s+[\\w.]+\\(\\s*" + LITERAL + "\\s*(?:,[^()\\n]*)?\\)\\s*==\\s*" + LITERAL),
          Pattern.compile(
              "expect\\(\\s*[\\w.]+\\(\\s*"
                  + LITERAL
                  + "\\s*(?:,[^()\\n]*)?\\)\\s*\\)\\s*\\.(?:toBe|toEqual"
                  + "|toStrictEqual)\\(\\s*"
                  + LITERAL),
          Pattern.compile("^\\s*\\(\\s*" + LITERAL + "\\s*,\\s*" + LITERAL + "\\s*\\)\\s*,?\\s*$"),
          Pattern.compile(
              "assert_eq!\\(\\s*[\\w:]+\\(\\s*" + LITERAL + "\\s*\\)\\s*,\\s*" + LITERAL),
          Pattern.compile(
              "(?:want|got|if)\\b.*?[\\w.]+\\(\\s*"
                  + LITERAL
                  + "\\s*\\)\\s*(?:;[^\\n]*)?!=\\s*"
                  + LITERAL));

  private static final Pattern ENTRY = Pattern.compile(LITERAL + "\\s*(?::|=>|,)\\s*" + LITERAL);
  private static final int OTHERS = 3;
  private static final int AROUND = 5;

  private static final String BEFORE = "(?:^|[^\\w.\\-])";
  private static final String AFTER = "(?:$|[^\\w.\\-])";

  /// The cases of a test file.
  static Set<VisibleCase> in(String text) {
    Set<VisibleCase> cases = new LinkedHashSet<>();
    for (String line : text.split("\n", -1)) {
      for (Pattern form : FORMS) {
        Matcher matcher = form.matcher(line);
        while (matcher.find()) {
          cases.add(new VisibleCase(plain(matcher.group(1)), plain(matcher.group(2))));
        }
      }
    }
    return cases;
  }

  /// A text without its quotes; anything else as it stands.
  static String plain(String literal) {
    boolean isText =
        literal.length() >= 2
            && (literal.charAt(0) == '"' || literal.charAt(0) == '\'')
            && literal.charAt(0) == literal.charAt(literal.length() - 1);
    return isText ? literal.substring(1, literal.length() - 1) : literal;
  }

  /// Whether both stand in a line, or in it and the next two, in the form of a comparison or of
  /// an entry of a table.
  boolean isIn(List<String> lines, int at) {
    Pattern in = literal(input);
    String line = lines.get(at);
    if (!in.matcher(line).find()) {
      return false;
    }
    if (isEntry(line)) {
      return true;
    }
    String one = quoted(input);
    boolean compares =
        Pattern.compile(
                "(?:==|===|\\bis\\b|\\bcase\\b|\\.equals\\(|\\bin\\b\\s*[\\[({]|\\bwhen\\b"
                    + "|\\bif\\b)\\s*\\(?"
                    + one
                    + AFTER
                    + "|"
                    + BEFORE
                    + one
                    + "\\s*(?:==|===|=>)|(?:startswith|endswith|includes)\\(\\s*"
                    + one)
            .matcher(line)
            .find();
    String after = String.join("\n", lines.subList(at, Math.min(lines.size(), at + 3)));
    return compares
        && Pattern.compile("(?:return\\b|=>|->|\\?|:|=)\\s*" + quoted(expected) + AFTER)
            .matcher(after)
            .find();
  }

  private boolean isEntry(String line) {
    return Pattern.compile(
            BEFORE + quoted(input) + "\\s*(?::|=>|,|\\))\\s*" + quoted(expected) + AFTER)
        .matcher(line)
        .find();
  }

  /// Whether both stand in a table with others that are no less known: at least three pairs on the
  /// same line, or on the lines around it.
  boolean isAmongOthers(List<String> lines, int at) {
    if (!isEntry(lines.get(at))) {
      return false;
    }
    Set<String> others = new LinkedHashSet<>();
    for (String line :
        lines.subList(Math.max(0, at - AROUND), Math.min(lines.size(), at + AROUND + 1))) {
      Matcher entry = ENTRY.matcher(line);
      while (entry.find()) {
        others.add(plain(entry.group(1)));
      }
    }
    others.remove(input);
    return others.size() >= OTHERS;
  }

  private static Pattern literal(String text) {
    return Pattern.compile(BEFORE + quoted(text) + AFTER);
  }

  private static String quoted(String text) {
    return "[\"'`]?" + Pattern.quote(text) + "[\"'`]?";
  }

  /// Whether a match of it means anything: `0` and `""` stand everywhere.
  boolean isTelling() {
    return input.length() >= 2 && !input.equals(expected);
  }
}
