package dev.millrace.orchestrator.cli;

import java.io.Console;
import java.io.PrintWriter;

/// One line of a terminal that says how far something is; nothing where there is no terminal. Any
/// thread may write to it.
final class StatusLine implements AutoCloseable {
  private static final int WIDTH = 79;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter to;
  private final boolean isTerminal;

  private StatusLine(PrintWriter to, boolean isTerminal) {
    this.to = to;
    this.isTerminal = isTerminal;
  }

  // From JDK 25 on it is null again where there is no terminal, which the check does not know.
  @SuppressWarnings("SystemConsoleNull")
  static StatusLine on(PrintWriter talk) {
    Console console = System.console();
    return new StatusLine(talk, console != null && console.isTerminal());
  }

  /// Replaces what the line says.
  synchronized void show(String text) {
    if (isTerminal) {
      to.print(CLEAR + text.substring(0, Math.min(WIDTH, text.length())));
      to.flush();
    }
  }

  @Override
  public synchronized void close() {
    if (isTerminal) {
      to.print(CLEAR);
      to.flush();
    }
  }
}
