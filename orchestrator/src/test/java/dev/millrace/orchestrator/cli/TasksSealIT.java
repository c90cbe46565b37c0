package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories that hold a later commit are sealed in every kind of task directory.
final class TasksSealIT {
  private static final String UNSEALED =
      """
      FROM scratch
      WORKDIR /app
      RUN git init -q -b main . && git config user.name A && git config user.email a@example.org && git commit -q --allow-empty -m one && git commit -q --allow-empty -m two && git branch later && git reset -q --hard HEAD~1
      """;
  private static final String TOML =
      """
      schema_version = "1.1"
      [environment]
      network_mode = "no-network"
      """;

  @TempDir Path directory;

  @Test
  void everyKindOfTaskDirectoryIsSealedOnce() throws IOException {
    Called.needRuns("tasks stay unsealed");
    task("script", TOML, Map.of("instruction.md", "Do it.", "tests/test.sh", "exit 0"));
    task(
        "state",
        TOML,
        Map.of(
            "instruction.md",
            "Do it.",
            "tests/state.json",
            "{\"file\": \"/app/s.json\", \"assertions\": [{\"name\": \"a\", \"pointer\": \"/a\","
                + " \"equals\": 1}]}"));
    task(
        "rubric",
        TOML,
        Map.of(
            "instruction.md",
            "Do it.",
            "tests/rubric.toml",
            "[[criteria]]\nname = \"clear\"\ndescription = \"It is clear.\"\n"));
    task(
        "steps",
        TOML + "[[steps]]\nname = \"a\"\n",
        Map.of("steps/a/instruction.md", "Do it.", "steps/a/tests/test.sh", "exit 0"));
    Called first = Called.millrace("tasks", "seal", directory.toString());
    assertEquals(0, first.status(), first.out() + first.err());
    for (String name : new String[] {"rubric", "script", "state", "steps"}) {
      assertTrue(first.out().contains(name + ": sealed: "), first.out());
      String dockerfile = Files.readString(directory.resolve(name + "/environment/Dockerfile"));
      assertTrue(dockerfile.startsWith(UNSEALED) && !dockerfile.equals(UNSEALED), dockerfile);
    }
    Called again = Called.millrace("tasks", "seal", directory.toString());
    assertEquals("", again.out() + again.err());
  }

  private void task(String name, String toml, Map<String, String> files) throws IOException {
    put(name + "/task.toml", toml);
    put(name + "/environment/Dockerfile", UNSEALED);
    for (Map.Entry<String, String> file : files.entrySet()) {
      put(name + "/" + file.getKey(), file.getValue());
    }
  }

  private void put(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
