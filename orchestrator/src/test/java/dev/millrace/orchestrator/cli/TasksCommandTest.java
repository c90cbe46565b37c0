package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksCommandTest {
  private static final String ROW =
      """
      {"id": "answer/sum", "question": "What is 2 + 2?", "answer": "4", "kind": "number"}
      """;

  @TempDir Path directory;

  private Path rows() throws IOException {
    return Files.writeString(directory.resolve("rows.jsonl"), ROW);
  }

  @Test
  void missingDirectoryIsNamed() {
    Called called = Called.millrace("tasks", "lint", directory.resolve("tsks").toString());
    assertEquals(2, called.status());
    assertTrue(called.err().contains("tsks: expected a directory of tasks"), called.err());
  }

  @Test
  void everyBrokenTaskIsListed() throws IOException {
    for (String name : new String[] {"one", "two"}) {
      Path task = Files.createDirectories(directory.resolve(name));
      Files.writeString(task.resolve("task.toml"), "schema_version = \"1.1\"\n[agent\n");
    }
    Called called = Called.millrace("tasks", "list", directory.toString());
    assertEquals(2, called.status());
    assertTrue(called.err().contains("one/task.toml"), called.err());
    assertTrue(called.err().contains("two/task.toml"), called.err());
  }

  @Test
  void listHasALineATask() throws IOException {
    Called called = Called.millrace("tasks", "list", rows().toString());
    assertEquals(0, called.status(), called.err());
    assertEquals("id\tfamily\tsteps\tturns\tjudged_by", called.lines().getFirst());
    assertTrue(called.lines().get(1).startsWith("answer/sum\tanswer\t"), called.out());
    assertTrue(called.lines().get(1).endsWith("\tanswer"), called.out());
  }

  @Test
  void globChoosesByIdOrByItsLastPart() throws IOException {
    String source = rows().toString();
    assertEquals(2, Called.millrace("tasks", "list", source, "--task", "ans*/*").lines().size());
    assertEquals(2, Called.millrace("tasks", "list", source, "--task", "su?").lines().size());
  }

  @Test
  void globThatFitsNothingSaysWhatThereIs() throws IOException {
    Called called = Called.millrace("tasks", "lint", rows().toString(), "--task", "swe/*");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("no id matches swe/*"), called.err());
    assertTrue(called.err().contains("the first is answer/sum"), called.err());
  }

  private Called lintBy(String conf) throws IOException {
    Path file = Files.writeString(directory.resolve("run.yaml"), conf);
    return Called.millrace("tasks", "lint", rows().toString(), "--conf", file.toString());
  }

  @Test
  void lintHoldsAFormulaAgainstTheVerdicts() throws IOException {
    Called.needRuns("no task is linted");
    Called called = lintBy("scorer: {formula: 'correctness + metrics[\"speed\"]'}\n");
    assertEquals(1, called.status(), called.err());
    assertTrue(
        called.out().contains("answer/sum: formula_fits: scorer.formula: expected a number for"),
        called.out());
    assertTrue(called.out().contains("reads metric.speed, and there is correctness"), called.out());
    Called plain = lintBy("scorer: {formula: plain}\n");
    assertTrue(plain.out().contains("1 tasks, "), plain.out() + plain.err());
    assertFalse(plain.out().contains("formula_fits"), plain.out());
  }

  @Test
  void lintRefusesAJudgesWordAlone() throws IOException {
    Called.needRuns("no task is linted");
    String judge = "judge: {url: 'http://localhost:1/v1', model: m}\n";
    Called called = lintBy(judge + "scorer: {formula: '0 * correctness + judge'}\n");
    assertEquals(1, called.status(), called.err());
    assertTrue(called.out().contains("takes a judge's word alone"), called.out());
  }

  @Test
  void lintOfAFormulaThatReadsAJudgeWhoIsNotThereIsUsedWrongly() throws IOException {
    Called called = lintBy("scorer: {formula: 'correctness + judge'}\n");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("set judge.url"), called.err());
  }

  @Test
  void noJobsAreTooFew() throws IOException {
    Called called = Called.millrace("tasks", "lint", rows().toString(), "--jobs", "0");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("--jobs: expected 1 or more, but was 0"), called.err());
  }
}
