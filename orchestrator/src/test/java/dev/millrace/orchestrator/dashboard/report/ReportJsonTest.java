package dev.millrace.orchestrator.dashboard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rewards.formula.Formula;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportJsonTest {
  @TempDir private Path directory;

  @Test
  void reportIsExactlyThis() throws IOException {
    try (InputStream in = ReportJsonTest.class.getResourceAsStream("report.json")) {
      String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected, ReportJson.text(Sample.report("quickstart")));
    }
  }

  @Test
  void runWithoutEpisodesHasNoRates() {
    RunFacts facts = new RunFacts("x", 1, "1", Instant.EPOCH, Duration.ZERO, Map.of());
    RunReport report = Reports.of(List.of(), List.of(), facts);
    assertEquals(
        new RunReport.Totals(0, 0, 0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0, 0), report.totals());
    assertEquals(List.of(), report.charts().scores().edges());
  }

  @Test
  void filesAreWrittenWholeAndNothingIsLeftBeside() throws IOException {
    ReportFiles files =
        new ReportFiles(directory.resolve("report.json"), directory.resolve("report.html"));
    files.write(Sample.report("first"));
    files.write(Sample.report("second"));
    try (Stream<Path> entries = Files.list(directory)) {
      assertEquals(
          List.of("report.html", "report.json"),
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    }
    assertEquals(ReportJson.text(Sample.report("second")), Files.readString(files.json()));
  }

  @Test
  void formulaIsFoundByItsDigest() throws IOException {
    Path json = directory.resolve("report.json");
    String digest = Formula.compile("scorer.formula", "default").digest();
    assertEquals(
        Optional.of("correctness + 0.3 * coverage - 0.00001 * tokens - penalty"),
        FormulaText.of(digest, json));
    assertEquals(Optional.empty(), FormulaText.of("0".repeat(64), json));
    Files.writeString(json, "{\"run\": {\"formula\": \"tokens\"}}");
    String own = Formula.compile("scorer.formula", "tokens").digest();
    assertEquals(Optional.of("tokens"), FormulaText.of(own, json));
  }
}
