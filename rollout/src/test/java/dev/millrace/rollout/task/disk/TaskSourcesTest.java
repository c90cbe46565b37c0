package dev.millrace.rollout.task.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSourcesTest {
  @TempDir Path root;

  @Test
  void directoriesAndRowsAreMergedInTheOrderOfTheirIds() throws IOException {
    harbor("tools/b");
    rows("z.jsonl", "tools/a", "tools/c");
    assertEquals(List.of("tools/a", "tools/b", "tools/c"), ids(root));
  }

  @Test
  void linesOfATaskDirectoryAreNoRows() throws IOException {
    harbor("swe/a");
    rows("swe/a/environment/data.jsonl", "x");
    assertEquals(List.of("swe/a"), ids(root));
  }

  @Test
  void aFileOfRowsIsOpenedByItself() throws IOException {
    rows("z.jsonl", "b", "a");
    assertEquals(List.of("a", "b"), ids(root.resolve("z.jsonl")));
  }

  @Test
  void twoTasksOfOneIdFailTheLoad() throws IOException {
    harbor("tools/a");
    rows("z.jsonl", "tools/a");
    assertTrue(failure(root).contains("two tasks have the id tools/a"));
  }

  @Test
  void nothingThereFailsTheLoad() {
    assertTrue(failure(root).contains("no directory with task.toml"));
    assertTrue(failure(root.resolve("none")).contains("expected a directory of tasks"));
  }

  @Test
  void twentyProblemsAreShownAndTheRestIsCounted() throws IOException {
    Files.writeString(root.resolve("bad.jsonl"), "[]\n".repeat(25));
    String message = failure(root);
    assertTrue(message.startsWith("25 problems with the tasks:"), message);
    assertTrue(message.contains("bad.jsonl:20:") && !message.contains("bad.jsonl:21:"), message);
    assertTrue(message.endsWith("- and 5 more"), message);
  }

  private static List<String> ids(Path path) {
    return TaskSources.open(path).tasks().stream().map(t -> t.ref().id().value()).toList();
  }

  private static String failure(Path path) {
    return String.valueOf(
        assertThrows(TaskException.class, () -> TaskSources.open(path)).getMessage());
  }

  private void harbor(String name) throws IOException {
    write(name + "/task.toml", "");
    write(name + "/instruction.md", "Do it.");
    write(name + "/environment/Dockerfile", "FROM scratch\n");
    write(name + "/tests/test.sh", "");
  }

  private void rows(String name, String... ids) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      text.append("{\"id\": \"").append(id).append("\", \"question\": \"q\", \"answer\": 1}\n");
    }
    write(name, text.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }
}
