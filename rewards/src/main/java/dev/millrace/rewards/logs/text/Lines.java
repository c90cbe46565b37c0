package dev.millrace.rewards.logs.text;

import java.util.ArrayList;
import java.util.List;

/// The lines of a log as a person would see them: without the escapes that colour them, broken at
/// line feeds and carriage returns.
public final class Lines {
  /// Results stand on short lines; a longer one is cut, so that no pattern meets a huge one.
  public static final int MOST_CHARS_A_LINE = 4_096;

  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';
  private static final char CONTROL_SEQUENCE = '\u009b';

  private Lines() {}

  /// @throws BrokenLogException when the log is longer than any that is read
  public static List<String> of(String log) throws BrokenLogException {
    checkLength(log);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < log.length(); ) {
      char c = log.charAt(at);
      if (c == ESCAPE || c == CONTROL_SEQUENCE) {
        at = afterEscape(log, at);
        continue;
      }
      at++;
      if (c == '\n' || c == '\r') {
        lines.add(line.toString());
        line.setLength(0);
        at += c == '\r' && at < log.length() && log.charAt(at) == '\n' ? 1 : 0;
      } else if (line.length() < MOST_CHARS_A_LINE) {
        line.append(c);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /// @throws BrokenLogException when the log is longer than any that is read
  public static void checkLength(String log) throws BrokenLogException {
    if (log.length() > LogParser.MOST_CHARS) {
      throw new BrokenLogException(
          "the log has %d characters, expected at most %d: keep its end"
              .formatted(log.length(), LogParser.MOST_CHARS));
    }
  }

  /// Behind the escape that begins at an index: ECMA-48's control sequences and strings. One that
  /// is cut, or that holds what none holds, ends there.
  private static int afterEscape(String log, int start) {
    int at = start + 1;
    if (log.charAt(start) == ESCAPE) {
      if (at == log.length()) {
        return at;
      }
      char kind = log.charAt(at);
      if (kind == ']' || kind == 'P' || kind == '^' || kind == '_') {
        return afterString(log, at + 1);
      }
      if (kind != '[') {
        return kind == '\n' || kind == '\r' ? at : afterIntermediates(log, at);
      }
      at++;
    }
    while (at < log.length() && log.charAt(at) >= 0x20 && log.charAt(at) <= 0x3f) {
      at++;
    }
    return at < log.length() && log.charAt(at) >= 0x40 && log.charAt(at) <= 0x7e ? at + 1 : at;
  }

  private static int afterIntermediates(String log, int start) {
    int at = start;
    while (at < log.length() && log.charAt(at) >= 0x20 && log.charAt(at) <= 0x2f) {
      at++;
    }
    return at < log.length() && log.charAt(at) >= 0x30 && log.charAt(at) <= 0x7e ? at + 1 : at;
  }

  /// A string ends at BEL or `ESC \`, and at the line's end at the latest.
  private static int afterString(String log, int start) {
    for (int at = start; at < log.length(); at++) {
      char c = log.charAt(at);
      if (c == BELL) {
        return at + 1;
      }
      if (c == '\n' || c == '\r') {
        return at;
      }
      if (c == ESCAPE) {
        return at + 1 < log.length() && log.charAt(at + 1) == '\\' ? at + 2 : at;
      }
    }
    return log.length();
  }
}
