package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.HandMade;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  @TempDir private Path out;

  private final StringWriter data = new StringWriter();
  private final StringWriter talk = new StringWriter();

  @Test
  void episodeIsPrintedFromTheLake() {
    fill();
    assertEquals(0, show("swe/a#0.m1"));
    assertTrue(
        data.toString().startsWith("swe/a#0.m1\ntask      swe/a (family swe"), data::toString);
    assertTrue(data.toString().contains("turn 0  FAULT wrong_path  4 tokens  trained 0%"));
    assertEquals("", talk.toString());
  }

  @Test
  void unknownEpisodeIsAnsweredWithTheNearest() {
    fill();
    assertEquals(2, show("swe/a#0.m7"));
    assertEquals("", data.toString());
    assertTrue(talk.toString().contains("no episode swe/a#0.m7 among the 2 of"), talk::toString);
    assertTrue(talk.toString().contains("the nearest are\n  swe/a#0.m0\n  swe/a#0.m1\n"));
  }

  @Test
  void directoryWithoutLakeIsNamed() {
    assertEquals(2, show("swe/a#0.m7"));
    assertTrue(talk.toString().contains("there is no lake in " + out), talk::toString);
  }

  private void fill() {
    LakeWriter writer = new ParquetLake(Store.local(out.resolve("lake"))).writer();
    writer.claim("scored", 0);
    writer.write(
        new OffsetRange("scored", 0, 0, 1),
        List.of(HandMade.passed("swe/a", 0, 1), HandMade.flagged("swe/a", 1, 2)));
  }

  private int show(String episode) {
    return Main.run(
        new String[] {"show", episode, "--out", out.toString()},
        new PrintWriter(data, true),
        new PrintWriter(talk, true));
  }
}
