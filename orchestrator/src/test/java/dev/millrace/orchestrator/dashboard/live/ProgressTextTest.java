package dev.millrace.orchestrator.dashboard.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final RunProgress PROGRESS =
      new RunProgress(
          Duration.ofSeconds(75),
          new TreeMap<>(
              Map.of(
                  "swe", new FamilyProgress(48, 3, 1, 12, 11, 1),
                  "answer", new FamilyProgress(8, 0, 0, 8, 0, 0))),
          new RunProgress.Work(1234, 45_600, 7),
          List.of(
              new RunProgress.RunningEpisode(
                  new EpisodeId("swe/a#0.m1"), Duration.ofMillis(12_900)),
              new RunProgress.RunningEpisode(new EpisodeId("swe/b#0.m2"), Duration.ofSeconds(3))));

  @Test
  void blockHasABarForEachFamily() {
    assertEquals(
        List.of(
            "answer ████████████████████████████████████████ 8/8  8 passed, 0 running",
            "swe    ██████████▓▓▓▓▓▓▓▓▓▓▒▒▒░░░░░░░░░░░░░░░░░ 24/48  12 passed, 1 broken, 3 running",
            "1:15: 32/56 done, 20 passed, 11 failed, 1 broken, 3 running, 1 to score",
            "1,234 turns, 45.6k tokens (608/s), 7 tool errors",
            "longest: swe/a#0.m1 12 s, swe/b#0.m2 3 s"),
        ProgressText.block(PROGRESS, 100, Ink.PLAIN));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int width = 40; width < 140; width += 5) {
      for (String line : ProgressText.block(PROGRESS, width, Ink.PLAIN)) {
        assertTrue(line.codePointCount(0, line.length()) <= width, width + ": " + line);
      }
    }
  }

  @Test
  void colourAddsNothingButColour() {
    List<String> plain =
        ProgressText.block(PROGRESS, 90, Ink.COLOURED).stream()
            .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
            .toList();
    assertEquals(ProgressText.block(PROGRESS, 90, Ink.PLAIN), plain);
  }

  @Test
  void plainLineSaysItAll() {
    assertEquals(
        "1:15: 32/56 done, 20 passed, 11 failed, 1 broken, 3 running, 1 to score,"
            + " 1,234 turns, 45.6k tokens (608/s), 7 tool errors",
        ProgressText.line(PROGRESS));
  }
}
