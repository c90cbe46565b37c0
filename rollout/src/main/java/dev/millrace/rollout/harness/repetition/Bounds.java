package dev.millrace.rollout.harness.repetition;

/// How often is too often. Each is a number of turns in a row, 2 or more, save `rounds`.
///
/// @param same with the same calls and the same results. Twice as many count where files still
///     change, three times as many where calls or results differ in numbers alone and no file does
/// @param failing with the same calls, all of which failed, whatever they said
/// @param rounds of a pattern of two to four turns that comes again and again; twice as many where
///     files still change
/// @param silent without a call, each answered alike
/// @param stale in which nothing was done or seen that was not before, and no file changed
/// @param late whose calls all ran until their time was up
public record Bounds(int same, int failing, int rounds, int silent, int stale, int late) {
  /// An honest agent may poll, try a thing again, and run the same tests after each change: none of
  /// these comes near.
  public static final Bounds DEFAULT = new Bounds(4, 4, 3, 4, 12, 3);

  public Bounds {
    require(same, "same");
    require(failing, "failing");
    require(rounds, "rounds");
    require(silent, "silent");
    require(stale, "stale");
    require(late, "late");
  }

  private static void require(int value, String name) {
    if (value < 2) {
      throw new IllegalArgumentException(name + " is " + value + ", not 2 or more");
    }
  }
}
