package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

  @Test
  void noJobsAreTooFew() throws IOException {
    Called called = Called.millrace("tasks", "lint", rows().toString(), "--jobs", "0");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("--jobs: expected 1 or more, but was 0"), called.err());
  }
}
