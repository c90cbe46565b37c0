package dev.millrace.rewards.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.grading.Reason;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `patch` takes for a file's name where git refuses it. With a lock among git's files no
/// checkout restores the tests.
final class PatchApplicationTest {
  private static final String HUNK = "@@ -0,0 +1 @@\n+locked\n";
  private static final String EMPTY =
      """
      diff --git a/.git/index.lock b/.git/index.lock
      new file mode 100644
      index 0000000..e69de29
      """;
  private static final String LINK =
      """
      diff --git a/x b/x
      new file mode 120000
      index 0000000..e69de29
      --- /dev/null
      +++ b/x
      @@ -0,0 +1 @@
      +.git
      \\ No newline at end of file
      diff --git a/x/index.lock b/x/index.lock
      new file mode 100644
      --- /dev/null
      +++ b/x/index.lock
      """;

  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private Optional<Reason.Kind> refusal(String patch) throws InterruptedException {
    GradingSpec grading =
        new GradingSpec(
            "own__slug-1",
            "parse_log_pytest",
            new GradingSpec.Place("/testbed", List.of(), Optional.empty()),
            Patching.SWE_BENCH_V5,
            new Expected.Lists(List.of("t"), List.of()),
            Presets.named(Presets.SWE_BENCH_V5).orElseThrow());
    Task task = TestTasks.judgedBy(new TestSpec(directory, Duration.ofMinutes(1), grading));
    Environment environment =
        new Environment(
            List.of(new Environment.Step.MakeDirectory("/testbed")),
            Map.of(),
            "/testbed",
            directory,
            "patched");
    try (Sandbox sandbox = PROVIDERS.shared(Mechanism.DIRECT).create(environment)) {
      Git git = new Git(sandbox, "/testbed", task.limits().commandMemoryBytes());
      String commit = "git -c user.name=a -c user.email=a@example.org commit -q --no-gpg-sign -m a";
      git.require("beginning", "git init -q . && echo 1 >a && git add a && " + commit, new byte[0]);
      return new PatchApplication(git, grading).apply(patch).map(Reason::kind);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EMPTY,
        "--- /dev/null\n+++ \"b/.g\\151t/index.lock\"\n" + HUNK,
        "  --- /dev/null\n  +++ b/.git/index.lock\n  @@ -0,0 +1 @@\n  +locked\n",
        LINK + HUNK,
      })
  void filesOfGitAreNotPatchedByOtherNames(String patch) throws InterruptedException {
    assertEquals(Optional.of(Reason.Kind.PATCH_REFUSED), refusal(patch));
  }

  @Test
  void whatOnlyPatchAppliesIsStillApplied() throws InterruptedException {
    assertEquals(Optional.empty(), refusal("  --- a/a\n  +++ b/a\n  @@ -1 +1 @@\n  -1\n  +2\n"));
  }
}
