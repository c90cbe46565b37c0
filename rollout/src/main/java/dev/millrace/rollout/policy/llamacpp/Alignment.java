package dev.millrace.rollout.policy.llamacpp;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.util.Arrays;

/// Puts logprobs to the ids that they are of. llama.cpp reports none for an id whose bytes do not
/// yet make a character, so its list may be shorter than the ids.
final class Alignment {
  private Alignment() {}

  /// @return one value an id; NaN where none was reported, and where it is not certain which of
  ///     several equal ids one belongs to
  static float[] spread(int[] ids, int[] named, float[] values) throws EngineTrouble {
    int[] early = earliest(ids, named);
    int[] late = latest(ids, named);
    float[] spread = new float[ids.length];
    Arrays.fill(spread, Float.NaN);
    for (int i = 0; i < named.length; i++) {
      if (early[i] == late[i]) {
        spread[early[i]] = values[i];
      }
    }
    return spread;
  }

  private static int[] earliest(int[] ids, int[] named) throws EngineTrouble {
    int[] places = new int[named.length];
    int at = 0;
    for (int i = 0; i < named.length; i++) {
      while (at < ids.length && ids[at] != named[i]) {
        at++;
      }
      if (at == ids.length) {
        throw new EngineTrouble(
            Kind.UNUSABLE,
            ids.length
                + " ids came with "
                + named.length
                + " logprobs, the one at "
                + i
                + " being of no id in order");
      }
      places[i] = at++;
    }
    return places;
  }

  private static int[] latest(int[] ids, int[] named) {
    int[] places = new int[named.length];
    int at = ids.length - 1;
    for (int i = named.length - 1; i >= 0; i--) {
      while (ids[at] != named[i]) {
        at--;
      }
      places[i] = at--;
    }
    return places;
  }
}
