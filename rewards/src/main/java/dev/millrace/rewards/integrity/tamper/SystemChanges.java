package dev.millrace.rewards.integrity.tamper;

import dev.millrace.rewards.Handover;
import dev.millrace.rewards.Paths;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.trajectory.Flag;
import java.util.List;

/// Finds changes to the system's own programs and libraries, on which a verifier would run. They
/// are left out of the state that is judged, and one flag names the first.
public final class SystemChanges implements Detector {
  @Override
  public List<Flag> find(Evidence evidence) {
    List<String> changed =
        evidence.changes().stream()
            .filter(entry -> !(entry instanceof DeltaEntry.Directory))
            .map(DeltaEntry::path)
            .filter(path -> Handover.SYSTEM.stream().anyMatch(root -> Paths.isBelow(path, root)))
            .filter(path -> !path.contains("__pycache__"))
            .map(path -> "/" + path)
            .toList();
    if (changed.isEmpty()) {
      return List.of();
    }
    return List.of(
        evidence.flag(
            FlagKind.SYSTEM_CHANGED,
            changed.getFirst(),
            "changed " + changed.size() + " system files; they are not part of the judged state"));
  }
}
