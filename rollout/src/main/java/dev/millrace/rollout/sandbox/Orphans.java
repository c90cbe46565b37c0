package dev.millrace.rollout.sandbox;

import java.time.Instant;
import java.util.Optional;

/// The processes of a command that outlived the one that had started them, other than the command
/// itself: daemons, and what code left behind.
///
/// @param isRunning whether some were there when the command ended; they are killed then
/// @param lastEnd when the last of those was waited for that had ended by itself, by the clock that
///     the kernel sets the times of files by; never earlier than its end
public record Orphans(boolean isRunning, Optional<Instant> lastEnd) {
  /// There were none.
  public static final Orphans NONE = new Orphans(false, Optional.empty());

  /// Whether some were still there at a moment.
  ///
  /// @param moment empty where it is not known: then those that ended at any time count
  public boolean outlived(Optional<Instant> moment) {
    return isRunning
        || (lastEnd.isPresent() && (moment.isEmpty() || !lastEnd.get().isBefore(moment.get())));
  }
}
