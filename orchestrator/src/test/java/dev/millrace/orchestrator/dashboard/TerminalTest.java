package dev.millrace.orchestrator.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

  @Test
  void terminalIsDrawnOnInColour() {
    Terminal terminal = Terminal.of(NOWHERE, Terminal.Kind.SCREEN, Map.of("COLUMNS", "120"));
    assertEquals(new Terminal(NOWHERE, Terminal.Kind.SCREEN, 120), terminal);
    assertEquals(Ink.COLOURED, terminal.ink());
  }

  @Test
  void noColorTakesTheColourAndKeepsTheScreen() {
    Terminal terminal = Terminal.of(NOWHERE, Terminal.Kind.SCREEN, Map.of("NO_COLOR", "1"));
    assertEquals(new Terminal(NOWHERE, Terminal.Kind.GREY_SCREEN, 100), terminal);
    assertEquals("x", terminal.ink().bad("x"));
  }

  @Test
  void dumbTerminalGetsPlainLines() {
    Terminal terminal = Terminal.of(NOWHERE, Terminal.Kind.SCREEN, Map.of("TERM", "dumb"));
    assertEquals(Terminal.Kind.PIPE, terminal.kind());
  }

  @Test
  void oddColumnsMeanTheUsualWidth() {
    assertEquals(100, Terminal.of(NOWHERE, Terminal.Kind.PIPE, Map.of("COLUMNS", "x")).width());
    assertEquals(40, Terminal.of(NOWHERE, Terminal.Kind.PIPE, Map.of("COLUMNS", "3")).width());
  }

  @Test
  void foreignTextCannotSteerTheTerminal() {
    assertEquals("a\\x1b[2Jb\\x9b\n  c\\x202e", Units.harmless("a\u001b[2Jb\u009b\n\tc\u202e"));
  }

  @Test
  void figuresAreShort() {
    assertEquals(
        List.of("999", "1.0k", "12.3k", "999.9k", "4.5M", "0.4"),
        List.of(
            Units.brief(999),
            Units.brief(1000),
            Units.brief(12_345),
            Units.brief(999_949),
            Units.brief(4_500_000),
            Units.brief(0.42)));
    assertEquals("9.50 s", Units.seconds(9.5));
    assertEquals("2 m 05 s", Units.seconds(125.0));
  }

  @Test
  void tableAlignsAndItsFirstColumnGivesWay() {
    TextTable table = new TextTable("family", "n");
    table.row("a-very-long-family", "1");
    table.row("b", "1,000");
    assertEquals(
        List.of("family           n", "a-very-lon…      1", "b            1,000"), table.lines(18));
  }
}
