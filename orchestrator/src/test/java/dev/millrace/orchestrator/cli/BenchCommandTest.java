package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.orchestrator.bench.BenchContext;
import dev.millrace.orchestrator.bench.Benchmark;
import dev.millrace.orchestrator.bench.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

  private final List<BenchContext> contexts = new ArrayList<>();
  private List<String> faults = List.of();

  @TempDir Path directory;

  /// Measures nothing.
  private final class Still implements Benchmark {
    @Override
    public String name() {
      return "still";
    }

    @Override
    public String description() {
      return "nothing";
    }

    @Override
    public Figures run(BenchContext context) {
      contexts.add(context);
      context.progress().accept("standing");
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("turns_per_second", 12.3456);
      values.put("p50_exec_ms", 0.25);
      values.put("episodes", 48.0);
      return new Figures(values);
    }

    @Override
    public List<String> faults(Figures measured) {
      return faults;
    }
  }

  private Called bench(String... args) {
    return Called.command(new BenchCommand(List.of(new Still()), InstantSource.fixed(DATE)), args);
  }

  @Test
  void unknownNameIsAnsweredWithTheNearest() {
    Called called = Called.millrace("bench", "pipelin");
    assertEquals(2, called.status());
    assertTrue(
        called
            .err()
            .contains("no benchmark \"pipelin\"; did you mean \"pipeline\"? (known: pipeline"),
        called.err());
  }

  @Test
  void listSaysWhatEachMeasures() {
    assertEquals(List.of("still\tnothing"), bench("list").lines());
    assertEquals(List.of("still\tnothing"), bench().lines());
  }

  @Test
  void missingTasksAreNamed() {
    Called called = Called.millrace("bench", "pipeline", "--tasks", directory + "/none");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("none: expected a directory of tasks"), called.err());
  }

  @Test
  void figuresThatCouldNotBeWrittenAreNotMeasured() {
    Called called = bench("still", "--json", directory + "/none/figures.json");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("in a directory that does not exist"), called.err());
    assertEquals(List.of(), contexts);
  }

  @Test
  void tableKeepsTheOrderAndThreeDigits() {
    Called called = bench("still");
    List<String> lines = called.lines().stream().map(line -> line.replaceAll(" +", " ")).toList();
    assertTrue(lines.getFirst().startsWith("still: "), called.out());
    assertEquals(
        List.of("figure value", "turns_per_second 12.35", "p50_exec_ms 0.2500", "episodes 48"),
        lines.subList(1, lines.size()));
    assertEquals("still: standing\n", called.err());
  }

  @Test
  void jsonIsOneFlatObjectWithTheMachine() throws IOException {
    Path file = directory.resolve("figures.json");
    assertEquals(0, bench("still", "--json", file.toString()).status());
    JsonNode root = new ObjectMapper().readTree(Files.readString(file));
    assertEquals("still", root.get("benchmark").textValue());
    assertEquals(DATE.toString(), root.get("date").textValue());
    assertEquals(12.3456, root.get("turns_per_second").doubleValue());
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "benchmark",
            "date",
            "cores",
            "cpu",
            "jdk",
            "turns_per_second",
            "p50_exec_ms",
            "episodes"),
        names);
    root.forEach(value -> assertTrue(value.isValueNode()));
  }

  @Test
  void whatIsWrongFailsTheCommandAndIsToldBesideItsFigures() {
    faults = List.of("leaked_mounts: expected 0, but was 1");
    Path file = directory.resolve("figures.json");
    Called called = bench("still", "--json", file.toString());
    assertEquals(1, called.status());
    assertEquals("still: standing\nstill: leaked_mounts: expected 0, but was 1\n", called.err());
    assertTrue(called.out().contains("turns_per_second"), called.out());
    assertTrue(Files.exists(file));
  }

  @Test
  void workDirectoryIsGoneAfterwards() {
    assertEquals(0, bench("still", "--episodes", "7").status());
    assertEquals(7, contexts.getFirst().episodes());
    assertTrue(Files.notExists(contexts.getFirst().work()));
  }
}
