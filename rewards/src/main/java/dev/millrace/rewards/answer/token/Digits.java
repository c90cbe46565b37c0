package dev.millrace.rewards.answer.token;

import static dev.millrace.rewards.answer.token.Cursor.isDigit;

import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.math.BigDecimal;
import java.text.Normalizer;

/// Reads numbers out of a text: with thousands separators, a decimal point and an exponent.
final class Digits {
  private static final int MOST = 400;

  private final Cursor cursor;
  private final StringBuilder digits = new StringBuilder();

  private Digits(Cursor cursor) {
    this.cursor = cursor;
  }

  /// A number.
  ///
  /// @param open how many brackets are open: inside, a comma parts elements and never thousands
  static Token.Numeral number(Cursor cursor, int open) throws UnreadableException {
    Digits number = new Digits(cursor);
    boolean spaced = Character.isWhitespace(cursor.charAt(cursor.at() - 1));
    int start = cursor.at();
    number.run(MOST);
    number.thousands(open);
    if (cursor.peek() == '.') {
      cursor.take();
      number.digits.append('.');
      number.run(MOST);
    }
    number.exponent();
    String plain = number.digits.toString();
    if (plain.length() > MOST || plain.contains(".e")) {
      throw new UnreadableException(
          Texts.quote(cursor.text().substring(start)) + " does not begin with a short number");
    }
    return new Token.Numeral(value(plain), plain, spaced, false);
  }

  /// A number of one digit, as an argument without braces is.
  static Token.Numeral digit(Cursor cursor) {
    Digits number = new Digits(cursor);
    number.run(1);
    String plain = number.digits.toString();
    return new Token.Numeral(value(plain), plain, false, false);
  }

  /// A fraction that is one character, such as ½; other characters are refused.
  static Token.Numeral vulgar(Cursor cursor) throws UnreadableException {
    String c = String.valueOf(cursor.peek());
    String[] parts = Normalizer.normalize(c, Normalizer.Form.NFKC).split("⁄", -1);
    if (parts.length != 2 || parts[1].isEmpty()) {
      throw new UnreadableException("unexpected '" + c + "' in " + Texts.quote(cursor.text()));
    }
    cursor.take();
    return new Token.Numeral(value(parts[0]).over(value(parts[1])), c, false, true);
  }

  private static Rational value(String plain) {
    String whole = plain.startsWith(".") ? "0" + plain : plain;
    return Rational.of(new BigDecimal(whole.endsWith(".") ? whole + "0" : whole));
  }

  private void run(int most) {
    for (int n = 0; n < most && isDigit(cursor.peek()); n++) {
      digits.append(cursor.take());
    }
  }

  /// Groups of three digits behind `,`, `{,}` or a thin space, where all that follow are whole.
  private void thousands(int open) {
    boolean leads = !digits.isEmpty() && digits.length() <= 3 && digits.charAt(0) != '0';
    StringBuilder grouped = new StringBuilder(digits);
    int end = cursor.at();
    while (leads && separator(end, open) > 0 && areThree(end + separator(end, open))) {
      int from = end + separator(end, open);
      grouped.append(cursor.text(), from, from + 3);
      end = from + 3;
    }
    boolean goesOn = cursor.charAt(end) == ',' && isDigit(cursor.charAt(end + 1));
    if (end > cursor.at() && !goesOn) {
      digits.setLength(0);
      digits.append(grouped);
      cursor.moveTo(end);
    }
  }

  private int separator(int from, int open) {
    String text = cursor.text();
    if (text.startsWith(Lexer.GROUPING, from) || (open == 0 && text.startsWith(",", from))) {
      return 1;
    }
    return text.startsWith("\\,", from) || text.startsWith("\\!", from) ? 2 : 0;
  }

  private boolean areThree(int from) {
    return isDigit(cursor.charAt(from))
        && isDigit(cursor.charAt(from + 1))
        && isDigit(cursor.charAt(from + 2))
        && !isDigit(cursor.charAt(from + 3));
  }

  private void exponent() throws UnreadableException {
    if (Character.toLowerCase(cursor.peek()) != 'e') {
      return;
    }
    int from = cursor.at() + 1;
    int end = "+-".indexOf(cursor.charAt(from)) >= 0 ? from + 1 : from;
    int start = end;
    while (isDigit(cursor.charAt(end))) {
      end++;
    }
    if (end == start) {
      return;
    }
    if (end - start > 3 || Integer.parseInt(cursor.text().substring(start, end)) > MOST) {
      throw new UnreadableException("an exponent above " + MOST + " is too large");
    }
    digits.append('e').append(cursor.text(), from, end);
    cursor.moveTo(end);
  }
}
