package dev.millrace.orchestrator.dashboard.episode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpisodeTextTest {
  @Test
  void trajectoryReadsFromTaskToFlags() {
    String text =
        String.join(
            "\n",
            EpisodeText.lines(
                HandMade.with(HandMade.flagged("swe/a", 1, 2), "seal", "sealed: /app/.git at 5eed"),
                Optional.of(HandMade.FORMULA),
                Layout.brief(Ink.PLAIN, 80)));
    assertEquals(
        """
        swe/a#0.m1
        task      swe/a (family swe, digest dddddddddddd)
        group     swe/a#0, member 1, attempt 0, seed 7
        made by   reference (reference) in namespaces
        seal      sealed: /app/.git at 5eed
        outcome   completed: stopped
        used      2 turns, 2 tool calls (1 errors), 8 tokens sampled of 18 read
        took      2.00 s: setup 0.20 s, model 0.40 s, tools 1.00 s
        verdict   not passed, reward 0.25
          total = correctness + 0.3 * coverage - 0.00001 * tokens
          correctness    0
          coverage       0.5
          tokens         8
          tool_success   0.5
          progress       0.5

        system
          be careful

        user
          solve it

        turn 0  FAULT wrong_path  4 tokens  trained 0% (error_step)
          I look.
          > read_file
            path: a b
          < read_file  tool error, 0.02 s
            no such file

        turn 1  RECOVERS from wrong_path  4 tokens  trained 100%
          That was the wrong file.
          > read_file
            path: b
            text:
              x
              y
          < read_file  ok, 0.02 s
            line
            line
            line
            line
            line
            line
            line
            line
            … 9 more lines (--full shows them)
            line
            line
            line
            last

        answer
          42

        tests  1 of 2 passed
          passed  test_a
          failed  test_b: expected 1, was 2

        progress  share of the tests passed
          after   0 turns,      0 tokens: 0
          after   1 turns,      4 tokens: 0.5
          after   2 turns,      8 tokens: 0.5

        flags
          tests_edited, turn 1, tests/test_it.py
            - assert a
            + assert \\x1b[31mb\
        """,
        text);
  }

  @Test
  void fullLeavesNothingOut() {
    List<String> lines =
        EpisodeText.lines(HandMade.passed("swe/a", 0, 2), Optional.empty(), Layout.full(Ink.PLAIN));
    assertEquals(20, lines.stream().filter(line -> line.equals("    line")).count());
    assertTrue(lines.contains("  total = formula ffffffffffff"));
  }

  @Test
  void episodeWithoutVerdictSaysWhy() {
    List<String> lines =
        EpisodeText.lines(
            HandMade.unjudged("swe/a", 0, 2), Optional.empty(), Layout.brief(Ink.PLAIN, 80));
    assertTrue(lines.contains("verdict   none, no reward: verifier: it hung"));
    assertFalse(lines.contains("flags"));
  }

  @Test
  void flagsAreShownWithoutAVerdict() {
    String text =
        String.join(
            "\n",
            EpisodeText.lines(
                HandMade.forged("swe/a", 0, 2), Optional.empty(), Layout.brief(Ink.PLAIN, 80)));
    assertTrue(text.contains("flags\n  reward_forged, verdict\n    it is not signed"), text);
  }

  @Test
  void nearestIdsHoldTheTextOrAreWrittenAlike() {
    List<EpisodeId> known =
        List.of(
            new EpisodeId("swe/fix-slug#0.m0"),
            new EpisodeId("swe/fix-slug#0.m1"),
            new EpisodeId("tools/shop#0.m0"));
    assertEquals(
        List.of(known.get(1), known.get(0)), NearestIds.of("swe/fix-slug#0.mm1", known, 2));
    assertEquals(List.of(known.get(2)), NearestIds.of("shop", known, 1));
  }
}
