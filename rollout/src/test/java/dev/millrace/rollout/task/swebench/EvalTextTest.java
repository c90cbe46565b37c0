package dev.millrace.rollout.task.swebench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a script of a row does where the tests cannot be put in: nothing is run, for the tests of
/// before would be.
final class EvalTextTest {
  private static final String TESTS =
      """
      diff --git a/tests/new/b b/tests/new/b
      new file mode 100644
      --- /dev/null
      +++ b/tests/new/b
      @@ -0,0 +1 @@
      +1
      """;

  @TempDir Path repository;

  private String run() throws IOException, InterruptedException {
    String script =
        "#!/bin/bash\ncd '"
            + repository
            + "'\ngit apply -v - <<'EOF'\n"
            + TESTS
            + "EOF\necho tests run\n";
    String text = EvalText.ofRow(script, repository.toString(), Diff.of(TESTS));
    Process process =
        new ProcessBuilder("bash", "-c", text)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }

  @Test
  void testsThatApplyAreRun() throws IOException, InterruptedException {
    assertEquals("0 tests run\n", run());
  }

  @Test
  void testsThatDoNotApplyAreNotRun() throws IOException, InterruptedException {
    Files.createDirectories(repository.resolve("tests/new/b/c"));

    assertEquals("1 ", run());
  }
}
