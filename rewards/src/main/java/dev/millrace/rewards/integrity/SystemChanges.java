package dev.millrace.rewards.integrity;

import dev.millrace.rewards.EndState;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;

/// Finds changes to the system's own programs and libraries, on which a verifier would run. They
/// are
/// left out of the state that is judged, and a trajectory that holds any gets one flag
/// `system_changed` that names the first.
public final class SystemChanges {
  public static final String KIND = "system_changed";

  private SystemChanges() {}

  /// @param workdir of the task's environment
  public static List<Flag> find(String workdir, Trajectory trajectory) {
    WorkspaceDelta delta = trajectory.end().workspace();
    if (delta == null) {
      return List.of();
    }
    List<String> changed =
        DeltaArchive.decode(delta).stream()
            .filter(entry -> !(entry instanceof DeltaEntry.Directory))
            .map(DeltaEntry::path)
            .filter(path -> EndState.SYSTEM.stream().anyMatch(root -> EndState.isBelow(path, root)))
            .filter(path -> !path.contains("__pycache__"))
            .map(path -> "/" + path)
            .toList();
    if (changed.isEmpty()) {
      return List.of();
    }
    String first = changed.getFirst();
    return List.of(
        new Flag(
            KIND,
            new FirstTouch(workdir, trajectory).turn(first),
            first,
            "changed " + changed.size() + " system files; they are not part of the judged state"));
  }
}
