package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreAgainTest {
  @TempDir Path directory;

  private Path out() {
    Path out = directory.resolve("out");
    LakeWriter writer = new ParquetLake(Store.local(out.resolve("lake"))).writer();
    writer.claim("scored", 0);
    writer.write(
        new OffsetRange("scored", 0, 0, 1),
        List.of(HandMade.passed("swe/a", 0, 1), HandMade.flagged("swe/a", 1, 2)));
    return out;
  }

  @Test
  void anotherFormulaIsComparedWithWhatWasThere() {
    Path out = out();
    Called called =
        Called.millrace("score", "--again", out.toString(), "--formula", "correctness - penalty");
    assertEquals(0, called.status(), called.err());
    assertTrue(called.out().contains("mean total    0.7500 -> -0.2500"), called.out());
    assertTrue(called.out().contains("judged by     stored"), called.out());
    assertTrue(called.err().contains("2 episodes were scored now"), called.err());
    Called again =
        Called.millrace(
            "score",
            "--again",
            out.resolve("lake").toString(),
            "--formula",
            "correctness - penalty");
    assertEquals(called.out(), again.out());
    assertTrue(again.err().contains("0 episodes were scored now"), again.err());
  }

  @Test
  void whatIsNoFormulaIsAUsageError() {
    Called called =
        Called.millrace("score", "--again", out().toString(), "--formula", "corectness");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("scorer.formula: not a reward formula"), called.err());
  }

  @Test
  void aDirectoryWithoutALakeIsNamed() {
    Called called = Called.millrace("score", "--again", directory.toString());
    assertEquals(2, called.status());
    assertTrue(called.err().contains("there is no lake in " + directory), called.err());
  }

  @Test
  void tasksThatAreNotThereAreNamed() {
    Path out = out();
    Called called = Called.millrace("score", "--again", out.toString(), "--tasks", Called.TASKS);
    assertEquals(2, called.status());
    assertTrue(called.err().contains("holds no task swe/a;"), called.err());
    assertTrue(called.err().contains("leave --tasks out"), called.err());
    Called dead =
        Called.millrace("score", "--again", out.toString(), "--tasks", directory + "/nothing");
    assertEquals(2, dead.status());
    assertTrue(dead.err().contains(directory + "/nothing"), dead.err());
  }

  @Test
  void tasksThatChangedAreRefused() throws IOException {
    Path rows = directory.resolve("rows.jsonl");
    Files.writeString(
        rows,
        """
        {"id": "swe/a", "question": "What is 6 times 7?", "answer": "42", "kind": "number"}
        """);
    Called called =
        Called.millrace("score", "--again", out().toString(), "--tasks", rows.toString());
    assertEquals(2, called.status());
    assertTrue(called.err().contains("swe/a are not what they were"), called.err());
    assertTrue(called.err().contains("has the digest"), called.err());
    assertTrue(called.err().contains("were run on dddddddddddd"), called.err());
    assertTrue(called.err().contains("--task-changed"), called.err());
  }

  @Test
  void aDirectoryToScoreHasToBeNamed() {
    assertEquals(2, Called.millrace("score").status());
  }
}
