package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The files that an environment starts with, in a sandbox that is made when it is first asked for
/// one. Used by one thread.
///
/// Each question fails with a [dev.millrace.rollout.trajectory.FailureException] when the sandbox
/// cannot be made or breaks.
public final class Originals implements AutoCloseable {
  private static final int MOST_PATHS = 1000;

  private final SandboxProvider sandboxes;
  private final Environment environment;
  private final Given given;
  private @Nullable Sandbox sandbox;

  /// @param given files that count as if the environment had them
  public Originals(SandboxProvider sandboxes, Environment environment, Given given) {
    this.sandboxes = sandboxes;
    this.environment = environment;
    this.given = given;
  }

  /// Those of some absolute paths that are files, or links to files.
  Set<String> files(Collection<String> paths) throws InterruptedException {
    Set<String> found = new TreeSet<>();
    List<String> rest = new ArrayList<>(new TreeSet<>(paths));
    while (!rest.isEmpty()) {
      List<String> some = rest.subList(0, Math.min(MOST_PATHS, rest.size()));
      found.addAll(OriginalFiles.list(open(), some));
      some.clear();
    }
    return found;
  }

  /// The regular files at or below some absolute paths.
  public Set<String> below(List<String> paths) throws InterruptedException {
    Set<String> found = new TreeSet<>(OriginalFiles.list(open(), paths));
    found.addAll(given.below(paths));
    return found;
  }

  /// A file's content, or empty where there is none.
  ///
  /// @param path absolute
  public Optional<byte[]> read(String path) throws InterruptedException {
    Optional<byte[]> own = given.read(path);
    return own.isPresent() ? own : open().read(path, OriginalFiles.LARGEST_BYTES);
  }

  private Sandbox open() throws InterruptedException {
    Sandbox open = sandbox;
    if (open == null) {
      open = sandboxes.create(environment);
      sandbox = open;
    }
    return open;
  }

  @Override
  public void close() {
    Sandbox open = sandbox;
    if (open != null) {
      open.close();
    }
  }
}
