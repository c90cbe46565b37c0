package dev.millrace.rollout.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The variables of one call: the template itself, or a macro. Names became numbers when the
/// template was compiled.
final class Frame {
  /// A variable that its scope has not set (yet): an outer one of the same name counts.
  static final Object UNSET = Unset.UNSET;

  private enum Unset {
    UNSET
  }

  final Run run;
  final @Nullable Frame outer;
  final @Nullable Object[] slots;

  Frame(Run run, @Nullable Frame outer, int size) {
    this.run = run;
    this.outer = outer;
    this.slots = new @Nullable Object[size];
    Arrays.fill(slots, UNSET);
  }

  Frame up(int levels) {
    Frame frame = this;
    for (int i = 0; i < levels && frame.outer != null; i++) {
      frame = frame.outer;
    }
    return frame;
  }

  static boolean isSet(@Nullable Object value) {
    return !(value instanceof Unset);
  }

  void forget(int[] own) {
    for (int slot : own) {
      slots[slot] = UNSET;
    }
  }
}
