package dev.millrace.rollout.template;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// `strftime_now(format)`: the time as C's `strftime` writes it, in the C locale.
final class TimeText {
  /// A part takes as long as so many other steps.
  private static final int CODE_STEPS = 16;

  private TimeText() {}

  static String of(Function.Arguments arguments) {
    Run run = arguments.run();
    ZonedDateTime now = run.clock.instant().atZone(run.zone);
    String format = arguments.text(0, "format");
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      run.step(CODE_STEPS, arguments.at());
      char code = format.charAt(++i);
      boolean unpadded = code == '-' && i + 1 < format.length();
      if (unpadded) {
        code = format.charAt(++i);
      }
      String part = part(now, code);
      out.append(unpadded ? part.replaceFirst("^[0 ]+(?=\\d)", "") : part);
    }
    return out.toString();
  }

  private static String part(ZonedDateTime now, char code) {
    return switch (code) {
      case 'Y' -> pattern(now, "uuuu");
      case 'y' -> pattern(now, "uu");
      case 'm' -> pattern(now, "MM");
      case 'd' -> pattern(now, "dd");
      case 'e' -> "%2d".formatted(now.getDayOfMonth());
      case 'B' -> pattern(now, "MMMM");
      case 'b', 'h' -> pattern(now, "MMM");
      case 'A' -> pattern(now, "EEEE");
      case 'a' -> pattern(now, "EEE");
      case 'H' -> pattern(now, "HH");
      case 'I' -> pattern(now, "hh");
      case 'k' -> "%2d".formatted(now.getHour());
      case 'l' -> "%2d".formatted((now.getHour() + 11) % 12 + 1);
      case 'M' -> pattern(now, "mm");
      case 'S' -> pattern(now, "ss");
      case 'f' -> pattern(now, "SSSSSS");
      case 'r' -> pattern(now, "hh:mm:ss ") + part(now, 'p');
      case 'P' -> now.getHour() < 12 ? "am" : "pm";
      case 'C' -> "%02d".formatted(now.getYear() / 100);
      case 'G' -> String.valueOf(now.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> "%02d".formatted(now.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'V' -> "%02d".formatted(now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'U' -> week(now, DayOfWeek.SUNDAY);
      case 'W' -> week(now, DayOfWeek.MONDAY);
      case 'p' -> now.getHour() < 12 ? "AM" : "PM";
      case 'j' -> pattern(now, "DDD");
      case 'u' -> String.valueOf(now.getDayOfWeek().getValue());
      case 'w' -> String.valueOf(now.getDayOfWeek().getValue() % 7);
      case 'F' -> pattern(now, "uuuu-MM-dd");
      case 'T' -> pattern(now, "HH:mm:ss");
      case 'R' -> pattern(now, "HH:mm");
      case 'D', 'x' -> pattern(now, "MM/dd/uu");
      case 'X' -> pattern(now, "HH:mm:ss");
      case 'c' -> pattern(now, "EEE MMM ppd HH:mm:ss uuuu");
      case 's' -> String.valueOf(now.toEpochSecond());
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      // HF's clock is naive: no zone is known.
      case 'z', 'Z' -> "";
      default -> "%" + code;
    };
  }

  /// Days before the year's first such day are in week 0.
  private static String week(ZonedDateTime now, DayOfWeek first) {
    int since = Math.floorMod(now.getDayOfWeek().getValue() - first.getValue(), 7);
    return "%02d".formatted((now.getDayOfYear() + 6 - since) / 7);
  }

  private static String pattern(ZonedDateTime now, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
  }
}
