package dev.millrace.orchestrator.dashboard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How figures and foreign texts are written.
public final class Units {
  private static final int MINUTE = 60;

  private Units() {}

  /// With separators: `12,345`.
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// In few characters: `999`, `12.3k`, `4.5M`.
  public static String brief(long value) {
    return brief((double) value);
  }

  /// In few characters; small values keep one decimal.
  public static String brief(double value) {
    if (value < 1_000) {
      return String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%.0f", value);
    }
    return value < 999_950
        ? String.format(Locale.ROOT, "%.1fk", value / 1e3)
        : String.format(Locale.ROOT, "%.1fM", value / 1e6);
  }

  /// `62.5%`, or `-` where there is nothing to take a share of.
  public static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  /// Three decimals, or `-` where there is no value.
  public static String score(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /// One decimal, or `-` where there is no value.
  public static String tenths(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }

  /// `0.42 s`, `12.3 s`, `2 m 05 s`.
  public static String seconds(@Nullable Double seconds) {
    if (seconds == null) {
      return "-";
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole / MINUTE + String.format(Locale.ROOT, " m %02d s", whole % MINUTE);
  }

  /// At most `width` characters; what is cut off is replaced by one `…`.
  public static String fit(String text, int width) {
    if (text.codePointCount(0, text.length()) <= width) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  /// A foreign text without anything that a terminal would obey: control characters are written as
  /// `\\x1b`; line ends stay, tabs become two spaces.
  public static String harmless(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                safe.append("  ");
              } else if (c == '\n' || !isControl(c)) {
                safe.appendCodePoint(c);
              } else {
                safe.append(String.format(Locale.ROOT, "\\x%02x", c));
              }
            });
    return safe.toString();
  }

  /// Control characters, and those that turn the direction of the text around them.
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
