package dev.millrace.rewards.answer.quantity;

import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number and its unit, as people write them: `1,250.5 km`, `3/4`, `1 1/2 h`, `12 %`, `€3.50`,
/// `2.5e3`, `2.5 × 10^3`.
///
/// @param value as written, before the unit
/// @param text where it was read from, for people
public record Quantity(BigDecimal value, Unit unit, String text) {
  private static final String DIGITS = "(?:\\d[\\d,_]*(?:\\.\\d+)?|\\.\\d+)";
  private static final String EXPONENT =
      "(?:[eE](?<power>[+-]?\\d+)|\\s*[x×*·]\\s*10\\s*\\^?\\s*(?<ten>[+-]?\\d+)(?![\\d.]))?";
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\d_.^])(?<sign>[+-])?(?<money>[$€£¥₹])?\\s?(?<late>[+-])?"
              + "(?:(?<whole>\\d+)\\s+(?<n1>\\d+)/(?<d1>\\d+)|(?<n2>\\d+)\\s*/\\s*(?<d2>\\d+)"
              + "|(?<plain>\\d{1,3}(?: \\d{3})+(?:\\.\\d+)?(?!\\s*[/\\d])|"
              + DIGITS
              + ")"
              + EXPONENT
              + ")");
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[,_]\\d{3})+(?:\\.\\d+)?");
  private static final Pattern BOLD =
      Pattern.compile("(?<![\\p{L}\\d)])\\*\\*|\\*\\*(?![\\p{L}\\d(])");
  private static final Pattern UNIT_WORDS =
      Pattern.compile(
          "\\s?-?(?<unit>(?:%|[°\\p{L}µ$€£¥₹℃℉][\\p{L}\\d°²³^/]*)(?:[ -](?:per )?\\p{L}+){0,3})");
  private static final int LONGEST = 60;

  /// `10³` is `10^3`.
  private static final Pattern RAISED = Pattern.compile("(?<=\\d)⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+");

  /// A dash or a word that is the sign of the number right behind it.
  private static final Pattern MINUS =
      Pattern.compile(
          "(?<![\\p{L}\\d)\\]}])[\u2010-\u2013\ufe63\uff0d](?=[\\d.$€£¥₹])"
              + "|(?i)(?<![\\p{L}\\d)] )\\b(?:minus|negative)\\s+(?=[$€£¥₹]?[\\d.])");

  /// What goes on with a number, so that the number alone says something else.
  private static final Pattern GOES_ON =
      Pattern.compile(
          "[.,]?\\p{Nd}|[xX][\\da-fA-F]|\\p{No}"
              + "|\\s*(?:\\\\?(?:sqrt|pi)(?![A-Za-z])|[√π]|e\\^"
              + "|\\\\(?:log|ln|lg|sin|cos|tan|exp|binom)(?![A-Za-z]))");

  private static final Pattern FUNCTION =
      Pattern.compile("(?:\\\\|(?<![\\p{L}]))(?:sqrt|log|ln|lg|sin|cos|tan|exp)\\s*$");

  /// The last quantity in a text; not one that is a part of a larger expression, such as the 2 of
  /// `sqrt(2)` or `2^5`.
  public static Quantity lastIn(String text) throws UnreadableException {
    String plain = plain(text);
    Matcher matcher = NUMBER.matcher(plain);
    MatchResult last = null;
    while (matcher.find()) {
      last = matcher.toMatchResult();
    }
    if (last == null) {
      throw new UnreadableException("there is no number in " + Texts.quote(text));
    }
    Quantity quantity = read(last, plain);
    if (isPart(plain, last.start(), last.end())) {
      throw new UnreadableException(
          Texts.quote(quantity.text) + " is only a part of " + Texts.quote(text));
    }
    return quantity;
  }

  /// The one quantity in a text, whatever words stand around it.
  public static Quantity onlyIn(String text) throws UnreadableException {
    Quantity last = lastIn(text);
    if (NUMBER.matcher(plain(text)).results().limit(2).count() > 1) {
      throw new UnreadableException(Texts.quote(text) + " holds more than one number");
    }
    return last;
  }

  private static boolean isPart(String text, int start, int end) {
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    char earlier = start > 1 ? text.charAt(start - 2) : ' ';
    if ("*^√×·/".indexOf(before) >= 0
        || (before == '('
            && (Character.isLetterOrDigit(earlier) || ")^√*×·/-".indexOf(earlier) >= 0))
        || (before == ',' && Character.isDigit(earlier))
        || FUNCTION.matcher(text).region(Math.max(0, start - 8), start).find()
        || GOES_ON.matcher(text).region(end, text.length()).lookingAt()) {
      return true;
    }
    int at = end;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    char after = at < text.length() ? text.charAt(at) : ' ';
    return "^!*×·/".indexOf(after) >= 0 || (after == '(' && at == end);
  }

  /// A text that is one quantity and nothing else.
  public static Quantity whole(String text) throws UnreadableException {
    Quantity quantity = lastIn(text);
    if (!quantity.text.strip().equals(plain(text).strip())) {
      throw new UnreadableException(Texts.quote(text) + " is not one number");
    }
    return quantity;
  }

  private static String plain(String text) {
    String spaced = text.replace('\u2212', '-').replace('\u00a0', ' ').replace('\u202f', ' ');
    String bare = BOLD.matcher(Typeset.plain(spaced).replace('\u2009', ' ')).replaceAll("");
    return RAISED.matcher(MINUS.matcher(bare).replaceAll("-")).replaceAll(Quantity::lowered);
  }

  private static String lowered(MatchResult raised) {
    String digits = Normalizer.normalize(raised.group(), Normalizer.Form.NFKC);
    return "^" + digits.replace('\u2212', '-');
  }

  private static Quantity read(MatchResult matcher, String text) throws UnreadableException {
    BigDecimal value = magnitude(matcher);
    boolean negative = isMinus(matcher.group("sign")) != isMinus(matcher.group("late"));
    Unit unit = Unit.ONE;
    int end = matcher.end();
    String money = matcher.group("money");
    Matcher words = UNIT_WORDS.matcher(text).region(end, Math.min(text.length(), end + LONGEST));
    if (money != null) {
      unit = Units.named(money).orElse(Unit.ONE);
    } else if (words.lookingAt()) {
      String name = longestKnown(words.group("unit"));
      unit = Units.named(name).orElse(Unit.ONE);
      end = name.isEmpty() ? end : words.start("unit") + name.length();
    }
    return new Quantity(
        negative ? value.negate() : value, unit, text.substring(matcher.start(), end));
  }

  private static boolean isMinus(@Nullable String sign) {
    return sign != null && sign.startsWith("-");
  }

  private static BigDecimal magnitude(MatchResult matcher) throws UnreadableException {
    String plain = matcher.group("plain");
    if (plain == null) {
      String whole = matcher.group("whole");
      BigDecimal n = new BigDecimal(matcher.group(whole == null ? "n2" : "n1"));
      BigDecimal d = new BigDecimal(matcher.group(whole == null ? "d2" : "d1"));
      if (d.signum() == 0) {
        throw new UnreadableException(Texts.quote(matcher.group()) + " divides by zero");
      }
      BigDecimal share = n.divide(d, MathContext.DECIMAL128);
      return whole == null ? share : share.add(new BigDecimal(whole));
    }
    return scaled(ungrouped(plain), matcher);
  }

  private static BigDecimal ungrouped(String plain) throws UnreadableException {
    String digits = plain.replace(" ", "").replaceAll("[,_]+$", "");
    if (digits.contains(",") && !GROUPED.matcher(digits).matches()) {
      throw new UnreadableException(
          Texts.quote(digits) + " is not a number with thousands separators or a decimal point");
    }
    return new BigDecimal(digits.replace(",", "").replace("_", ""));
  }

  private static BigDecimal scaled(BigDecimal value, MatchResult matcher)
      throws UnreadableException {
    String exponent =
        matcher.group("power") != null ? matcher.group("power") : matcher.group("ten");
    if (exponent == null) {
      return value;
    }
    if (exponent.length() > 4) {
      throw new UnreadableException("an exponent of " + exponent.length() + " digits is too large");
    }
    return value.scaleByPowerOfTen(Integer.parseInt(exponent));
  }

  /// The longest run of words that names a unit; empty where the first word is none.
  private static String longestKnown(String words) {
    String name = words;
    while (Units.named(name).isEmpty()) {
      int cut = Math.max(name.lastIndexOf(' '), name.lastIndexOf('-'));
      if (cut < 0) {
        return "";
      }
      name = name.substring(0, cut);
    }
    return name;
  }
}
