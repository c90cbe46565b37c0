package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tasks over images of their own, which are made here of a few of the host's programs.
final class TaskImageTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 1L << 30, 4096);
  private static final List<String> PROGRAMS = List.of("bash", "env", "mkdir", "cat", "ls");

  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  /// An archive of a root file system with a file that tells it from others.
  private static Path image(Path directory, String name) throws IOException {
    Path root = Files.createDirectories(directory.resolve(name));
    var files = new TreeSet<Path>();
    for (String program : PROGRAMS) {
      Path path = Host.local().program(program).orElseThrow();
      files.add(path);
      // Words with a slash at the front, behind an arrow or alone.
      for (String word : output("ldd", path.toString()).split("\\s+", -1)) {
        if (word.startsWith("/")) {
          files.add(Path.of(word));
        }
      }
    }
    for (Path file : files) {
      Path target = root.resolve(file.toString().substring(1));
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(root.resolve("usr/bin"));
    for (String program : PROGRAMS) {
      Path path = Host.local().program(program).orElseThrow();
      Files.copy(
          path, root.resolve("usr/bin").resolve(program), StandardCopyOption.REPLACE_EXISTING);
    }
    for (String made : List.of("proc", "dev", "tmp", "etc")) {
      Files.createDirectories(root.resolve(made));
    }
    Files.writeString(root.resolve("etc/name"), name + "\n");
    Path archive = directory.resolve(name + ".tar");
    output("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
    return archive;
  }

  private static String output(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, process.waitFor(), text);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return text;
  }

  private static Environment over(BaseImage image) {
    var step = new Environment.Step.Run("cat /etc/name > /built; ls / > /listed", "/", Map.of());
    return new Environment(List.of(step), Map.of(), "/work", null, "over")
        .with(new Needs(image, Needs.NOTHING.agents(), Needs.NOTHING.verifiers()));
  }

  private static String say(SandboxProvider provider, BaseImage image, String script)
      throws InterruptedException {
    try (Sandbox sandbox = provider.create(over(image))) {
      return sandbox.exec(Command.bash(script, LIMITS)).stdout();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachTaskStandsOnItsOwnImage(Mechanism mechanism, @TempDir Path directory) throws Exception {
    var one = new BaseImage.Kept("hub.example/one:1", image(directory, "one"));
    var two = new BaseImage.Kept("hub.example/two:1", image(directory, "two"));
    var provider = providers.open(mechanism);
    // The same steps over each: their layers must not be taken for each other.
    String script = "cat /etc/name /built; ls /usr/bin";
    String programs = "bash\ncat\nenv\nls\nmkdir\n";
    assertEquals("one\none\n" + programs, say(provider, one, script));
    assertEquals("two\ntwo\n" + programs, say(provider, two, script));
    assertEquals("one\none\n" + programs, say(provider, one, script));
    // Others have the host's programs, as before.
    assertEquals("", say(provider, new BaseImage.From("hub.example/one:1"), "cat /etc/name 2>&-"));
    try (Sandbox sandbox = provider.create(over(two))) {
      assertEquals("hub.example/two:1", sandbox.facts().get("image"));
      assertTrue(sandbox.facts().getOrDefault("image_digest", "").startsWith("sha256:"));
    }
  }

  @Test
  void anImageThatIsNotHereIsAFailureThatSaysHowToKeepIt() throws IOException {
    var provider = providers.open(Mechanism.UNSHARE);
    var absent = over(new BaseImage.Prebuilt("hub.example/absent:1"));
    var thrown = assertThrows(FailureException.class, () -> provider.create(absent));
    assertTrue(thrown.failure() instanceof Failure.Environment, thrown.toString());
    assertTrue(
        thrown.failure().detail().contains("docker save hub.example/absent:1"), thrown.toString());
  }
}
