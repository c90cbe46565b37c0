package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.dashboard.Units;

/// One line of a terminal that says how far something is; nothing where there is no terminal. Any
/// thread may write to it.
record StatusLine(Terminal terminal) implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";

  /// Replaces what the line says.
  void show(String text) {
    write(CLEAR + Units.fit(text, terminal.width() - 1));
  }

  @Override
  public void close() {
    write(CLEAR);
  }

  private void write(String text) {
    if (terminal.kind() != Terminal.Kind.PIPE) {
      terminal.out().print(text);
      terminal.out().flush();
    }
  }
}
