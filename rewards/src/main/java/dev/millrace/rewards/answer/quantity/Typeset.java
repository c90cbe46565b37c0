package dev.millrace.rewards.answer.quantity;

import java.util.Map;
import java.util.Set;

/// Takes the typesetting off a quantity in LaTeX: `\frac{3}{4}\text{ km}` is `3/4 km`, `1{,}250`
/// is `1,250`, `90^\circ` is `90°`. What it does not know stays and is then no quantity.
public final class Typeset {
  private static final Set<String> FRACTIONS = Set.of("frac", "dfrac", "tfrac", "cfrac");
  private static final Set<String> DROPPED =
      Set.of(
          "text",
          "mathrm",
          "mathbf",
          "mathit",
          "mathsf",
          "textbf",
          "textit",
          "textrm",
          "mbox",
          "hbox",
          "operatorname",
          "boxed",
          "left",
          "right",
          "displaystyle",
          "bf",
          "rm");
  private static final Map<String, String> SIGNS =
      Map.of(
          "times", "×", "cdot", "·", "circ", "°", "degree", "°", "quad", " ", "qquad", " ",
          "approx", "=", "euro", "€", "pounds", "£", "percent", "%");

  private final String text;
  private final StringBuilder plain = new StringBuilder();
  private int at;

  private Typeset(String text) {
    this.text = text;
  }

  /// The plain form; the text itself where nothing is typeset.
  public static String plain(String text) {
    String open = withoutDollars(text);
    if (open.indexOf('\\') < 0 && open.indexOf('{') < 0) {
      return open;
    }
    Typeset typeset = new Typeset(open.replace("^{\\circ}", "°").replace("^\\circ", "°"));
    while (typeset.at < typeset.text.length()) {
      typeset.step();
    }
    return typeset.plain.toString();
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\\') {
      at++;
      command();
    } else if (text.startsWith("{,}", at)) {
      plain.append(',');
      at += 3;
    } else {
      if (c != '{' && c != '}') {
        plain.append(c == '~' ? ' ' : c);
      }
      at++;
    }
  }

  private void command() {
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    if (name.isEmpty()) {
      symbol();
    } else if (FRACTIONS.contains(name)) {
      fraction();
    } else if (SIGNS.containsKey(name)) {
      plain.append(SIGNS.get(name));
    } else if (!DROPPED.contains(name)) {
      plain.append('\\').append(name);
    }
  }

  private void symbol() {
    if (at == text.length()) {
      plain.append('\\');
      return;
    }
    char c = text.charAt(at++);
    switch (c) {
      case ',', '!' -> plain.append(isBetweenDigits() ? "" : " ");
      case ';', ':', ' ' -> plain.append(' ');
      case '(', ')', '[', ']' -> {}
      default -> plain.append(c);
    }
  }

  private boolean isBetweenDigits() {
    return !plain.isEmpty()
        && Character.isDigit(plain.charAt(plain.length() - 1))
        && at < text.length()
        && Character.isDigit(text.charAt(at));
  }

  private void fraction() {
    String over = argument();
    String under = argument();
    if (!plain.isEmpty() && Character.isDigit(plain.charAt(plain.length() - 1))) {
      plain.append(' ');
    }
    boolean bare = isDigits(over) && isDigits(under);
    plain.append(bare ? over + "/" + under : "(" + over + ")/(" + under + ")");
  }

  /// The next group, or the next character.
  private String argument() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return "";
    }
    if (text.charAt(at) != '{') {
      return text.substring(at, ++at);
    }
    int close = text.indexOf('}', at);
    int end = close < 0 ? text.length() : close;
    String argument = text.substring(at + 1, end);
    at = Math.min(text.length(), end + 1);
    return argument.strip();
  }

  /// A dollar sign that opens a formula has no space after it; one that closes it has none before
  /// it and no digit after it. Others are money.
  private static String withoutDollars(String text) {
    int open = text.indexOf('$');
    if (open < 0) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text);
    while (open >= 0 && open + 1 < text.length()) {
      int close = text.indexOf('$', open + 1);
      if (close < 0) {
        break;
      }
      if (isPair(text, open, close)) {
        kept.setCharAt(open, '\0');
        kept.setCharAt(close, '\0');
        close = text.indexOf('$', close + 1);
      }
      open = close;
    }
    return kept.toString().replace("\0", "");
  }

  private static boolean isPair(String text, int open, int close) {
    return close > open + 1
        && text.charAt(open + 1) != ' '
        && (open == 0 || text.charAt(open - 1) != '\\')
        && text.charAt(close - 1) != ' '
        && text.charAt(close - 1) != '\\'
        && !(close + 1 < text.length() && Character.isDigit(text.charAt(close + 1)));
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
