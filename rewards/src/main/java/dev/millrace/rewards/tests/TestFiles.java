package dev.millrace.rewards.tests;

import com.google.re2j.Pattern;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of a test script and the script itself, on this side.
record TestFiles(TestScript script) {
  private static final int MOST = 1000;
  private static final Pattern WRITES_REWARD =
      Pattern.compile("(?im)^[^#\n]*\\b(?:echo|printf)\\b[^#\n]*>[^#\n]*reward");

  void copyInto(Sandbox sandbox) throws InterruptedException {
    @Nullable Path shared = script.grading().shared();
    if (shared != null) {
      sandbox.copyIn(shared, "/tests");
    }
    sandbox.copyIn(script.directory(), "/tests");
  }

  /// Whether the script writes the reward by a command of the shell, which the guard sees.
  boolean writesRewardItself() {
    Path own = script.directory().resolve("test.sh");
    @Nullable Path shared = script.grading().shared();
    Path file = shared == null || Files.exists(own) ? own : shared.resolve("test.sh");
    try {
      return WRITES_REWARD.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new FailureException(new Failure.Verifier("cannot read " + file + ": " + e), e);
    }
  }

  /// The path of a file in the sandbox that is not what it was when it was copied, if there is one.
  Optional<String> changed(Sandbox sandbox) throws InterruptedException {
    try {
      int seen = 0;
      for (Map.Entry<String, Path> file : files().entrySet()) {
        byte[] original = Files.readAllBytes(file.getValue());
        boolean isSame =
            sandbox.look(file.getKey(), original.length) instanceof Found.Content(byte[] bytes, _)
                && Arrays.equals(original, bytes);
        if (!isSame) {
          return Optional.of(file.getKey());
        }
        if (++seen == MOST) {
          break;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    @Nullable Path shared = script.grading().shared();
    if (shared != null) {
      add(shared, files);
    }
    add(script.directory(), files);
    return files;
  }

  private static void add(Path directory, Map<String, Path> files) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .forEach(path -> files.put("/tests/" + directory.relativize(path), path));
    }
  }
}
