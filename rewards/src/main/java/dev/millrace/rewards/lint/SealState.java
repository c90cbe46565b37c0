package dev.millrace.rewards.lint;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import java.util.Locale;

/// Whether the repositories of a task's environment hold more than the history of what is checked
/// out, as it was found in a fresh sandbox.
public sealed interface SealState {
  /// The fact of a trajectory that holds [#text()].
  String FACT = "seal";

  /// There is no repository.
  record None() implements SealState {}

  /// The task is about the history.
  record Permitted() implements SealState {}

  /// @param heads what is checked out, as `DIRECTORY at COMMIT`
  record Sealed(List<String> heads) implements SealState {
    public Sealed {
      heads = List.copyOf(heads);
    }
  }

  /// @param what more there is, with commits that were seen
  record Unsealed(List<String> what) implements SealState {
    public Unsealed {
      what = List.copyOf(what);
    }
  }

  /// It could not be found out.
  record Unknown(String why) implements SealState {}

  /// Looks through a fresh sandbox of the task.
  ///
  /// @throws FailureException when no sandbox can be made
  static SealState of(Task task, SandboxProvider sandboxes) throws InterruptedException {
    if (!GitSeal.isNeeded(task)) {
      return new Permitted();
    }
    try (Sandbox fresh = sandboxes.create(task.environment())) {
      return of(fresh);
    }
  }

  private static SealState of(Sandbox fresh) throws InterruptedException {
    try {
      GitSeal.Looked looked = GitSeal.look(fresh, "/");
      if (!looked.broken().isEmpty()) {
        return new Unsealed(looked.broken());
      }
      return looked.heads().isEmpty() ? new None() : new Sealed(looked.heads());
    } catch (FailureException e) {
      return new Unknown(e.failure().detail());
    }
  }

  /// Whether nothing later can be got at, or that is wanted.
  default boolean isSound() {
    return switch (this) {
      case None _, Permitted _, Sealed _ -> true;
      case Unsealed _, Unknown _ -> false;
    };
  }

  /// `none`, `permitted`, `sealed`, `unsealed` or `unknown`.
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// The kind, and after a colon what was seen.
  default String text() {
    return switch (this) {
      case None _, Permitted _ -> kind();
      case Sealed(List<String> heads) -> kind() + ": " + String.join("; ", heads);
      case Unsealed(List<String> what) -> kind() + ": " + String.join("; ", what);
      case Unknown(String why) -> kind() + ": " + why;
    };
  }
}
