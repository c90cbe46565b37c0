package dev.millrace.orchestrator.dashboard.live;

/// How far one family is, in episodes.
///
/// @param planned of the whole run
/// @param running a worker has it
/// @param waiting finished, and not scored yet
/// @param passed scored, and its verdict is right
/// @param failed scored, and its verdict is not right
/// @param broken ended without a verdict
public record FamilyProgress(
    int planned, int running, int waiting, int passed, int failed, int broken) {
  public static final FamilyProgress NONE = new FamilyProgress(0, 0, 0, 0, 0, 0);

  /// Episodes that nothing more will happen to.
  public int done() {
    return passed + failed + broken;
  }

  public FamilyProgress plus(FamilyProgress other) {
    return new FamilyProgress(
        planned + other.planned,
        running + other.running,
        waiting + other.waiting,
        passed + other.passed,
        failed + other.failed,
        broken + other.broken);
  }
}
