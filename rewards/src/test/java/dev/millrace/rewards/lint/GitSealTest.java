package dev.millrace.rewards.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With git itself, in a temporary directory of this machine.
final class GitSealTest {
  private static final String START =
      "git init -q -b main r && cd r && git config user.email a@b.c && git config user.name a &&"
          + " echo 1 > a && git add a && git commit -qm one && echo 2 > a && git commit -qam two";

  @TempDir Path root;

  /// Runs commands where the test's files are.
  private record Here(Path root) implements Sandbox {
    @Override
    public String workdir() {
      return root.toString();
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      try {
        Path out = Files.createTempFile("seal", ".out");
        Path err = Files.createTempFile("seal", ".err");
        Process process =
            new ProcessBuilder(command.argv())
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        String complained = Files.readString(err, StandardCharsets.UTF_8);
        Files.delete(out);
        Files.delete(err);
        return new ExecResult(status, said, complained, ExecResult.End.EXITED, Duration.ZERO);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      return Optional.empty();
    }

    @Override
    public boolean write(String path, byte[] content) {
      return false;
    }

    @Override
    public void copyIn(Path hostDirectory, String path) {}

    @Override
    public WorkspaceDelta capture(long maxBytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void apply(WorkspaceDelta delta) {}

    @Override
    public void close() {}
  }

  private Sandbox here() {
    return new Here(root);
  }

  private void run(String script) throws InterruptedException {
    ExecResult result =
        here()
            .exec(
                Command.of(
                    List.of("bash", "-c", "set -e; " + script),
                    new Command.Limits(Duration.ofMinutes(1), 1, 1)));
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
  }

  private List<String> broken() throws InterruptedException {
    return GitSeal.broken(here(), root.toString());
  }

  @BeforeEach
  void gitIsThere() throws InterruptedException {
    ExecResult git =
        here()
            .exec(
                Command.of(
                    List.of("bash", "-c", "git --version"),
                    new Command.Limits(Duration.ofMinutes(1), 1, 1)));
    assumeTrue(git.ok(), "git is missing: seals are not checked");
  }

  @Test
  void historyOfTheBaseIsSealed() throws InterruptedException {
    run(START + " && git tag v1 HEAD~1 && git tag -a v2 -m two && echo 3 > b && git add b");
    assertEquals(List.of(), broken());
  }

  @Test
  void placeWithoutRepositoriesIsSealed() throws InterruptedException {
    run("mkdir plain && echo x > plain/HEAD");
    assertEquals(List.of(), broken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // what a branch, a tag, a remote, a stash or nothing but a reflog holds
        "git checkout -qb fix && echo 3 > a && git commit -qam fix && git checkout -q main",
        "echo 3 > a && git commit -qam fix && git tag later && git reset -q --hard HEAD~1",
        "git clone -q . ../o && (cd ../o && git config user.email a@b.c && git config user.name a"
            + " && echo 3 > a && git commit -qam fix) && git fetch -q ../o main:refs/remotes/o/main"
            + " && rm -rf ../o",
        "echo 3 > a && git stash -q",
        "echo 3 > a && git commit -qam fix && git reset -q --hard HEAD~1",
        // unreachable from anything
        "echo 3 > a && git commit -qam fix && git reset -q --hard HEAD~1 && rm -rf .git/logs"
            + " .git/ORIG_HEAD",
        "echo secret fix | git hash-object -w --stdin",
        // packed, borrowed, nested, bare
        "echo 3 > a && git commit -qam fix && git repack -qad && git reset -q --hard HEAD~1 && rm"
            + " -rf .git/logs",
        "git clone -q . ../o && (cd ../o && git config user.email a@b.c && git config user.name a"
            + " && echo 3 > a && git commit -qam fix && git reset -q --hard HEAD~1)"
            + " && echo \"$PWD/../o/.git/objects\" > .git/objects/info/alternates",
        "mkdir sub && cd sub && git init -q && git config user.email a@b.c && git config user.name"
            + " a && echo 1 > x && git add x && git commit -qm x && echo 2 > x && git commit -qam y"
            + " && git reset -q --hard HEAD~1",
        "git checkout -qb fix && echo 3 > a && git commit -qam fix && git checkout -q main"
            + " && git clone -q --bare . ../b.git && git branch -qD fix && rm -rf .git/logs"
            + " && git gc -q --prune=now",
      })
  void whateverIsBeyondTheBaseBreaksTheSealAndTheScriptMendsIt(String beyond)
      throws InterruptedException {
    run(START + " && " + beyond);
    assertTrue(!broken().isEmpty(), "the seal holds");
    run(SealScript.below(root.toString()));
    assertEquals(List.of(), broken());
    run(
        "cd r && git log --oneline "
            + "| grep -q one && [ \"$(cat a)\" = 2 ] && git fsck --no-progress");
  }

  @Test
  void strayBundleIsSeen() throws InterruptedException {
    run(START + " && git bundle create -q ../future.bundle main");
    assertEquals(List.of(root + "/future.bundle may hold commits"), broken());
  }

  @Test
  void stepIsAddedToADockerfileOnce() throws IOException {
    Path dockerfile = Files.writeString(root.resolve("Dockerfile"), "FROM x\nWORKDIR /app");
    assertTrue(SealScript.addTo(dockerfile) && !SealScript.addTo(dockerfile));
    List<String> lines = Files.readAllLines(dockerfile);
    assertEquals(3, lines.size());
    assertTrue(lines.getLast().startsWith("RUN find / /usr/local "), lines.getLast());
  }
}
