package dev.millrace.rewards.answer;

import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Calendar dates and instants in the forms that people write. `03/04/2026` names two days, so
/// it is never right; `25/12/2026` and `03/03/2026` name one.
final class Dates {
  private static final String MONTH =
      "(?<%s>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Pattern DATE =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\d])(?:(?<y1>\\d{4})[-/.](?<m1>\\d{1,2})[-/.](?<d1>\\d{1,2})"
              + "|(?<d2>\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[ -]"
              + MONTH.formatted("m2")
              + ",?[ -](?<y2>\\d{4})"
              + "|"
              + MONTH.formatted("m3")
              + "\\s+(?<d3>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<y3>\\d{4})"
              + "|(?<a>\\d{1,2})(?<sep>[/.-])(?<b>\\d{1,2})\\k<sep>(?<y4>\\d{4}))"
              + "(?<time>(?:T|,?\\s+(?:at\\s+)?)(?<hour>\\d{1,2}):(?<minute>\\d{2})"
              + "(?::(?<second>\\d{2})(?:\\.\\d{1,9})?)?\\s?(?<half>am|pm)?"
              + "\\s?(?<zone>Z|UTC|GMT|[+-]\\d{2}:?\\d{2}|[A-Z][a-z]+/[A-Z][A-Za-z_]+)?)?(?![\\p{L}\\d])");

  private Dates() {}

  /// @param time null for a calendar date
  /// @param zone null for a date, and for a time on any clock
  private record Moment(LocalDate date, @Nullable LocalTime time, @Nullable ZoneId zone) {}

  static Match compare(String answer, String expected) throws UnreadableException {
    Moment right = lastIn(expected);
    Moment given = lastIn(answer);
    return Match.of(isSame(given, right), Texts.quote(answer), Texts.quote(expected));
  }

  private static boolean isSame(Moment given, Moment right) {
    if (right.time == null) {
      return given.date.equals(right.date);
    }
    if (given.time == null) {
      return false;
    }
    if (right.zone == null) {
      return given.date.equals(right.date) && given.time.equals(right.time);
    }
    return given.zone != null
        && instant(given.date, given.time, given.zone)
            .equals(instant(right.date, right.time, right.zone));
  }

  private static Instant instant(LocalDate date, LocalTime time, ZoneId zone) {
    return date.atTime(time).atZone(zone).toInstant();
  }

  private static Moment lastIn(String text) throws UnreadableException {
    Matcher matcher = DATE.matcher(text);
    Moment last = null;
    while (matcher.find()) {
      last = read(matcher);
    }
    if (last == null) {
      throw new UnreadableException("there is no date in " + Texts.quote(text));
    }
    return last;
  }

  private static Moment read(Matcher matcher) throws UnreadableException {
    try {
      LocalDate date = date(matcher);
      if (matcher.group("time") == null) {
        return new Moment(date, null, null);
      }
      String zone = matcher.group("zone");
      return new Moment(date, time(matcher), zone == null ? null : zone(zone));
    } catch (DateTimeException e) {
      throw new UnreadableException(
          Texts.quote(matcher.group()) + " does not exist: " + e.getMessage());
    }
  }

  private static LocalDate date(Matcher matcher) throws UnreadableException {
    if (matcher.group("y1") != null) {
      return LocalDate.of(number(matcher, "y1"), number(matcher, "m1"), number(matcher, "d1"));
    }
    if (matcher.group("y2") != null) {
      return LocalDate.of(number(matcher, "y2"), month(matcher.group("m2")), number(matcher, "d2"));
    }
    if (matcher.group("y3") != null) {
      return LocalDate.of(number(matcher, "y3"), month(matcher.group("m3")), number(matcher, "d3"));
    }
    int a = number(matcher, "a");
    int b = number(matcher, "b");
    if (a != b && a <= 12 && b <= 12) {
      throw new UnreadableException(
          Texts.quote(matcher.group())
              + " names two days; write the month as a word or use ISO form");
    }
    return LocalDate.of(number(matcher, "y4"), Math.min(a, b), Math.max(a, b));
  }

  private static LocalTime time(Matcher matcher) {
    int hour = number(matcher, "hour");
    String half = matcher.group("half");
    if (half != null) {
      if (hour < 1 || hour > 12) {
        throw new DateTimeException("hour " + hour + " " + half);
      }
      hour = hour % 12 + (half.equalsIgnoreCase("pm") ? 12 : 0);
    }
    int second = matcher.group("second") == null ? 0 : number(matcher, "second");
    return LocalTime.of(hour, number(matcher, "minute"), second);
  }

  private static ZoneId zone(String zone) {
    return ZoneId.of(zone.equalsIgnoreCase("Z") ? "Z" : zone);
  }

  private static int month(String name) {
    return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private static int number(Matcher matcher, String group) {
    return Integer.parseInt(matcher.group(group));
  }
}
