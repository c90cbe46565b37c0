package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.ExecResult;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Sees to it that one sandbox keeps its limits. Any thread may call it.
interface Watch {
  /// Where the kernel does.
  Watch NONE =
      new Watch() {
        @Override
        public void begin(long memoryBytes) {}

        @Override
        public void end() {}

        @Override
        public ExecResult.@Nullable End reason() {
          return null;
        }
      };

  /// What is watched.
  interface Subject {
    /// The processes whose trees count.
    Collection<Long> roots();

    /// Ends what runs. Called again and again until it has ended.
    void strike();
  }

  /// Something runs from now on.
  void begin(long memoryBytes);

  /// Nothing runs.
  void end();

  /// Why it was ended since the last beginning; null where it was not.
  ExecResult.@Nullable End reason();
}
