package dev.millrace.rollout.harness.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.harness.PlannedSandboxes;
import dev.millrace.rollout.harness.Runs;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the search's script with the host's own shell.
class SearchToolTest {
  private static final Task TASK = Runs.task(Runs.LIMITS);

  @TempDir Path directory;
  private final ToolSet tools = ToolSet.of(TASK.toolbox(), TASK.limits());
  private final Workspace workspace =
      new Workspace(
          new PlannedSandboxes((command, _) -> onHost(command)),
          TASK.environment(),
          InstantSource.system());

  @BeforeEach
  void files() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here: the search is not tested");
    for (String name : List.of("b.py", "a.py", "a.txt", "sub dir/c.py", ".git/d.py")) {
      Files.createDirectories(directory.resolve(name).getParent());
      Files.writeString(directory.resolve(name), "one\nneedle " + name + "\n");
    }
    Files.write(directory.resolve("z.bin"), new byte[] {0, 1, 'n', 'e', 'e', 'd', 'l', 'e'});
  }

  private ExecResult onHost(Command command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command.argv())
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return PlannedSandboxes.exited(process.waitFor(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ToolResult search(String argumentsJson) throws InterruptedException {
    return tools.execute(
        new ToolCall("c", "search", argumentsJson.replace('\'', '"')),
        workspace,
        Duration.ofMinutes(1));
  }

  @Test
  void matchesComeByPathWithoutBinaryOrGitFiles() throws InterruptedException {
    assertEquals(
        """
        a.py:2:needle a.py
        a.txt:2:needle a.txt
        b.py:2:needle b.py
        sub dir/c.py:2:needle sub dir/c.py\
        """,
        search("{'pattern': '^need(le|ed)'}").text());
  }

  @Test
  void pathAndGlobNarrowTheSearch() throws InterruptedException {
    assertEquals(
        "a.txt:2:needle a.txt",
        search("{'pattern': 'n', 'glob': '*.txt', 'path': '.'}")
            .text()
            .lines()
            .filter(line -> line.contains("needle"))
            .findFirst()
            .orElseThrow());
    assertEquals("b.py:1:one", search("{'pattern': 'one', 'path': 'b.py'}").text());
    assertEquals("sub dir/c.py:1:one", search("{'pattern': 'one', 'path': 'sub dir'}").text());
  }

  @Test
  void nothingFoundIsNoError() throws InterruptedException {
    ToolResult result = search("{'pattern': 'absent'}");
    assertEquals(ToolStatus.OK, result.status());
    assertEquals("no matches", result.text());
  }

  @Test
  void aBadPatternOrPathIsRefused() throws InterruptedException {
    assertTrue(search("{'pattern': '('}").text().startsWith("not a regular expression"));
    assertTrue(search("{'pattern': 'a', 'path': 'none'}").text().startsWith("none: no such"));
    assertEquals(ToolStatus.TOOL_ERROR, search("{'pattern': '('}").status());
  }
}
