package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start script, where there is no JDK for it.
class LauncherTest {
  private static final Path SCRIPT = Path.of(System.getProperty("millrace.root", ".."), "millrace");

  @Test
  void missingJdkIsOneClearLine(@TempDir Path nowhere) throws Exception {
    List<String> lines = start(nowhere);
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.getFirst().contains("no JDK 25 or newer"), lines.getFirst());
    assertTrue(lines.getFirst().contains("JAVA_HOME"), lines.getFirst());
  }

  @Test
  void olderJdkIsNotTaken(@TempDir Path directory) throws Exception {
    Path old = directory.resolve("jdk-17");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(old.resolve("bin").resolve(program), "#!/bin/sh\nexit 0\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    assertTrue(start(directory).getFirst().contains("no JDK 25 or newer"));
  }

  /// Starts the script with these directories as the only places to look for a JDK.
  ///
  /// @return what it said; it has failed
  private static List<String> start(Path jdks) throws IOException, InterruptedException {
    // A path with no javac on it, whatever the machine has.
    Path tools = Files.createDirectories(jdks.resolve("tools/bin"));
    for (String tool : List.of("dirname", "readlink", "sed")) {
      Path real = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          tools.resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
    }
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString(), "--version");
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", jdks.toString());
    builder.environment().put("MILLRACE_JDKS", jdks + "/*");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
    assertEquals(1, process.exitValue(), said);
    return said.lines().toList();
  }
}
