package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.orchestrator.dashboard.Terminal;
import java.util.List;

/// Draws a block of lines in place. Belongs to one thread.
final class Screen {
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Terminal terminal;
  private int drawn;

  Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder(home());
    lines.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
    text.append(CLEAR_BELOW);
    drawn = lines.size();
    write(text.toString());
  }

  /// Leaves the terminal as it was before the first block.
  void clear() {
    if (drawn > 0) {
      write(home() + CLEAR_BELOW);
      drawn = 0;
    }
  }

  private String home() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A\r";
  }

  private void write(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }
}
