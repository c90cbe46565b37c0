package dev.millrace.orchestrator.dashboard;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;

/// Where people read, and what it can do.
///
/// @param out takes whole lines; not closed here
/// @param kind whether lines may be drawn over and coloured
/// @param width in columns, at least 40
public record Terminal(PrintWriter out, Kind kind, int width) {
  private static final int NARROWEST = 40;
  private static final int USUAL = 100;
  private static final int WIDEST = 200;

  public Terminal {
    width = Math.clamp(width, NARROWEST, WIDEST);
  }

  /// This process's terminal. Its width is `COLUMNS` where that is a number, else 100; `NO_COLOR`
  /// and `TERM=dumb` are obeyed.
  public static Terminal system(PrintWriter out) {
    return of(out, isAttached() ? Kind.SCREEN : Kind.PIPE, System.getenv());
  }

  /// @param attached what the output is attached to, before the environment has its say
  public static Terminal of(PrintWriter out, Kind attached, Map<String, String> environment) {
    boolean isDumb = "dumb".equals(environment.get("TERM"));
    boolean wantsNoColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    Kind kind = attached;
    if (attached != Kind.PIPE && isDumb) {
      kind = Kind.PIPE;
    } else if (attached != Kind.PIPE && wantsNoColour) {
      kind = Kind.GREY_SCREEN;
    }
    return new Terminal(out, kind, columns(environment.getOrDefault("COLUMNS", "")));
  }

  public Ink ink() {
    return kind == Kind.SCREEN ? Ink.COLOURED : Ink.PLAIN;
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where nobody sits
  private static boolean isAttached() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static int columns(String value) {
    return value.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(value) : USUAL;
  }

  /// What an output is attached to.
  public enum Kind {
    /// A terminal: drawn over in place, in colour.
    SCREEN,
    /// A terminal without colours.
    GREY_SCREEN,
    /// A file or another program: plain lines.
    PIPE
  }
}
