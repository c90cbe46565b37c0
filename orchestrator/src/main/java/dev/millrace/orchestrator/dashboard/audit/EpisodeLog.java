package dev.millrace.orchestrator.dashboard.audit;

import dev.millrace.rollout.sandbox.audit.AuditHead;
import dev.millrace.rollout.sandbox.audit.AuditTrail;
import dev.millrace.rollout.sandbox.audit.AuditVerdict;
import dev.millrace.rollout.sandbox.audit.Touch;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What became of the audit log of an episode in a lake.
///
/// @param trail empty where there is none to be read
public record EpisodeLog(Episode episode, State state, String detail, Optional<AuditTrail> trail) {
  /// How a log holds against the head that its episode keeps.
  public enum State {
    /// Complete, and what was written.
    WHOLE,
    /// What was written up to the episode's end at least, but not closed: its writer was killed.
    UNSEALED,
    /// Not what was written.
    BROKEN,
    /// The episode says that there is one, and there is not.
    MISSING,
    /// There is one that this user or this disk does not give.
    UNREADABLE,
    /// The episode was run without one, or came to its end without a sandbox.
    NOT_KEPT
  }

  /// Reads a log and holds it against what its episode keeps.
  ///
  /// @param directory of the run's logs
  public static EpisodeLog read(Trajectory trajectory, Path directory) {
    Episode episode = trajectory.episode();
    try {
      Optional<AuditHead> head = AuditHead.of(trajectory.provenance().facts());
      if (head.isEmpty()) {
        return without(episode, State.NOT_KEPT, "no sandbox was made, or sandbox.audit was none");
      }
      Path file = directory.resolve(head.get().log() + ".jsonl");
      if (!file.normalize().startsWith(directory)) {
        return without(episode, State.BROKEN, "its log is named " + head.get().log());
      }
      return Files.exists(file)
          ? of(episode, AuditTrail.read(file, head.get()))
          : without(episode, State.MISSING, "there is no " + file);
    } catch (IllegalArgumentException e) {
      return without(episode, State.BROKEN, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return without(episode, State.UNREADABLE, "it cannot be read: " + e);
    }
  }

  private static EpisodeLog of(Episode episode, AuditTrail trail) {
    Optional<AuditTrail> read = Optional.of(trail);
    return switch (trail.verdict()) {
      case AuditVerdict.Whole _ -> new EpisodeLog(episode, State.WHOLE, "", read);
      case AuditVerdict.Unsealed(long entries, _, _) ->
          new EpisodeLog(episode, State.UNSEALED, "it ends after " + entries + " entries", read);
      case AuditVerdict.Broken(long index, String why) ->
          new EpisodeLog(episode, State.BROKEN, "entry " + index + ": " + why, read);
    };
  }

  private static EpisodeLog without(Episode episode, State state, String detail) {
    return new EpisodeLog(episode, state, detail, Optional.empty());
  }

  /// Whether the log can be relied on for what it says.
  public boolean isBad() {
    return switch (state) {
      case BROKEN, MISSING, UNREADABLE -> true;
      case WHOLE, UNSEALED, NOT_KEPT -> false;
    };
  }

  /// Whether a path of the episode's sandbox was touched.
  public Touch touched(String path) {
    return trail
        .map(read -> read.touched(path))
        .orElseGet(() -> new Touch.Unknown("there is no log: " + detail));
  }
}
