package dev.millrace.rewards.integrity;

import dev.millrace.rewards.Given;
import dev.millrace.rewards.Originals;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files that a task starts with. Used by one thread.
public interface Pristine extends AutoCloseable {
  /// The regular files at or below some paths, absolute and sorted.
  Set<String> list(List<String> paths) throws InterruptedException;

  /// A file's content, or empty where there is none.
  ///
  /// @param path absolute
  Optional<byte[]> read(String path) throws InterruptedException;

  @Override
  void close();

  /// Files that are looked at in a fresh sandbox, which is made when one is first asked for.
  ///
  /// @param given files that the task put there later
  /// @throws dev.millrace.rollout.trajectory.FailureException from either question, when
  ///     the sandbox cannot be made or breaks
  static Pristine in(SandboxProvider sandboxes, Environment environment, Given given) {
    var originals = new Originals(sandboxes, environment, given);
    return new Pristine() {
      @Override
      public Set<String> list(List<String> paths) throws InterruptedException {
        return originals.below(paths);
      }

      @Override
      public Optional<byte[]> read(String path) throws InterruptedException {
        return originals.read(path);
      }

      @Override
      public void close() {
        originals.close();
      }
    };
  }
}
