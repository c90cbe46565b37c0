package dev.millrace.orchestrator.dashboard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.orchestrator.dashboard.Ink;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  @Test
  void endOfRunSaysWhatCameOfItAndWhatToDoNext() {
    assertEquals(
        """
        family  episodes  passed  pass rate  mean reward  mean turns  tokens
        swe            3       1      50.0%        0.750         2.0      24
        tools          1       1     100.0%        1.250         2.0       8
        all            4       2      66.7%        0.917         2.0      32

        without a verdict
          verifier 1, such as swe/a#0.m2
            most often: it hung

        flagged
          tests_edited 1, such as swe/a#0.m1

        tasks not proved sealed
          unsealed 1, such as swe/a#0.m0
            most often: swe/a: /app/.git holds more

        set  rows  left out
        sft     2         2
        dpo     1         0
        why left out
          sft: 1 episode unsolved
          sft: 1 episode without verdict

        episodes  out/lake
        sets      out/sets
        report    out/report.html
                  seed 7, took 8.00 s

        next      millrace show swe/a#0.m1 --out out\
        """,
        String.join(
            "\n", RunSummary.lines(Sample.report("quickstart"), Path.of("out"), Ink.PLAIN)));
  }
}
