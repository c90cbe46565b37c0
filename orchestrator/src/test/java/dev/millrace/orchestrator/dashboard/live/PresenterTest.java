package dev.millrace.orchestrator.dashboard.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PresenterTest {
  private final StringWriter written = new StringWriter();

  @Test
  void pipeGetsALineEachTenSecondsOrTenPercent() {
    Presenter presenter = presenter(Terminal.Kind.PIPE);
    presenter.show(at(1, 0));
    presenter.show(at(9, 9));
    presenter.show(at(10, 9));
    presenter.show(at(11, 12));
    presenter.show(at(12, 19));
    presenter.show(at(13, 50));
    presenter.end(at(14, 100));
    assertEquals(
        List.of("0:10: 9/100", "0:11: 12/100", "0:13: 50/100", "0:14: 100/100"),
        written.toString().lines().map(line -> line.replaceAll(" done.*", "")).toList());
    assertFalse(written.toString().contains("\u001b"));
  }

  @Test
  void terminalIsDrawnInPlaceFourTimesASecondAndLeftClean() {
    Presenter presenter = presenter(Terminal.Kind.SCREEN);
    presenter.show(at(1, 0));
    String first = written.toString();
    presenter.show(at(1, 1));
    assertEquals(first, written.toString(), "drawn again within the same quarter of a second");
    presenter.show(at(2, 2));
    assertTrue(written.toString().substring(first.length()).startsWith("\u001b[3A\r"));
    presenter.end(at(3, 3));
    assertTrue(written.toString().endsWith("\u001b[3A\r\u001b[J"));
  }

  private Presenter presenter(Terminal.Kind kind) {
    return new Presenter(new Terminal(new PrintWriter(written), kind, 80));
  }

  private static RunProgress at(int seconds, int passed) {
    return new RunProgress(
        Duration.ofSeconds(seconds),
        new TreeMap<>(Map.of("swe", new FamilyProgress(100, 0, 0, passed, 0, 0))),
        new RunProgress.Work(0, 0, 0),
        List.of());
  }
}
