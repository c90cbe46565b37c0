package dev.millrace.rewards.logs.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class LinesTest {
  @Test
  void coloursAndTitlesOfWindowsAreLeftOut() throws BrokenLogException {
    assertEquals(
        List.of("a red b", "t", "x", "", "y"),
        Lines.of("a \u001b[1;31mred\u001b[0m b\r\n\u001b]0;title\u0007t\rx\u001b(B\n\n\u009b2Ky"));
  }

  @Test
  void escapeThatIsCutTakesNothingOfTheNextLine() throws BrokenLogException {
    assertEquals(List.of("a", "b"), Lines.of("a\u001b[31\nb\u001b"));
    assertEquals(List.of("a", "b"), Lines.of("a\u001b]0;title\nb\u001b["));
    assertEquals(List.of("a", "b"), Lines.of("a\u001b\nb"));
  }

  @Test
  void longLinesAreCut() throws BrokenLogException {
    List<String> lines = Lines.of("x".repeat(100_000) + "\nnext");
    assertEquals(Lines.MOST_CHARS_A_LINE, lines.getFirst().length());
    assertEquals("next", lines.getLast());
  }

  @Property(tries = 500, seed = "124")
  void anythingHasLinesWithoutEscapes(@ForAll String text) throws BrokenLogException {
    for (String line : Lines.of(text)) {
      assertTrue(line.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0x1b || c == 0x9b));
    }
  }
}
