package dev.millrace.rollout.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `strftime_now(format)`: the time as C's `strftime` writes it, in the C locale.
final class TimeText {
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
      char code = format.charAt(++i);
      boolean unpadded = code == '-' && i + 1 < format.length();
      if (unpadded) {
        code = format.charAt(++i);
      }
      String part = part(now, code);
      out.append(unpadded ? part.replaceFirst("^0+(?=\\d)", "") : part);
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
      case 'M' -> pattern(now, "mm");
      case 'S' -> pattern(now, "ss");
      case 'f' -> pattern(now, "SSSSSS");
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

  private static String pattern(ZonedDateTime now, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
  }
}
