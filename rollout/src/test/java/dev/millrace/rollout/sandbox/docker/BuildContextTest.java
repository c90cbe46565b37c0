package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.ByteBudget;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.TreeReader;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an engine is sent to build a Dockerfile with.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BuildContextTest {
  @TempDir Path tasks;
  Path directory;

  @BeforeEach
  void task() throws IOException {
    directory = new BuiltTask(tasks).context();
  }

  private byte[] context() throws IOException {
    Environment environment = new BuiltTask(tasks).environment("FROM base\nCOPY . /all\n");
    var built = assertInstanceOf(BaseImage.Built.class, environment.needs().base());
    return DockerfileBuild.context(environment, built);
  }

  private String failure() {
    var thrown = assertThrows(FailureException.class, this::context);
    return assertInstanceOf(Failure.Environment.class, thrown.failure()).detail();
  }

  @Test
  void aPipeThatIsIgnoredIsNoHindrance() throws Exception {
    Host.local().run(List.of("mkfifo", directory.resolve("pipe").toString()));
    Files.writeString(directory.resolve("kept"), "text");
    assertTrue(failure().contains("neither file, directory nor link: "));
    Files.writeString(directory.resolve(".dockerignore"), "pipe\n");
    var sent = TreeReader.read(new ByteArrayInputStream(context()), "", new ByteBudget(1 << 20));
    assertEquals(
        List.of(".dockerignore", ".millrace.Dockerfile", "Dockerfile", "kept"),
        sent.stream().map(DeltaEntry::path).sorted().toList());
  }

  @Test
  void aLineThatIsNoPatternIsNamed() throws IOException {
    Files.writeString(directory.resolve(".dockerignore"), "fine\n[z-a]\n");
    String detail = failure();
    assertTrue(detail.contains(".dockerignore, line 2 ([z-a]), is no pattern"), detail);
    assertTrue(detail.contains(directory.resolve("Dockerfile").toString()), detail);
  }
}
