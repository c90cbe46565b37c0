package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what an engine's logprobs are of: draws the first id after one prompt under several
/// settings, and compares the logprobs of an id that came up under both.
final class LogprobProbe {
  private static final int DRAWS = 16;

  /// Engines compute in half precision; a temperature of 0.5 moves logprobs much further.
  private static final double SAME = 0.02;

  private final Draws draws;

  LogprobProbe(Draws draws) {
    this.draws = draws;
  }

  /// @param why in words
  record Finding(LogprobScope scope, String why) {}

  Finding scope() throws EngineTrouble, InterruptedException {
    int[] prompt = draws.prompt();
    Map<Integer, Float> plain = new HashMap<>();
    if (!sample(prompt, Sampling.PLAIN, plain, DRAWS)) {
      return new Finding(LogprobScope.NONE, "the engine reports no logprobs");
    }
    Pair cold = pair(prompt, new Sampling(0.5, 1, 0, 0), plain);
    if (cold == null) {
      return new Finding(
          LogprobScope.UNKNOWN,
          "no id came up at temperature 1 and at 0.5 whose logprobs could be compared");
    }
    if (Math.abs(cold.changed - cold.plain) < SAME) {
      return new Finding(
          LogprobScope.MODEL,
          "id "
              + cold.id
              + " has the same logprob at temperature 1 and 0.5: raw, before sampling settings");
    }
    Pair cut = pair(prompt, new Sampling(1, 0.5, 0, 0), plain);
    if (cut != null && cut.changed - cut.plain > SAME) {
      return new Finding(
          LogprobScope.PROCESSED, "logprobs follow temperature and top-p: what was sampled from");
    }
    return new Finding(
        LogprobScope.TEMPERATURE,
        "logprobs follow the temperature"
            + (cut == null ? "; top-p could not be probed" : ", but not top-p"));
  }

  private record Pair(int id, float plain, float changed) {}

  /// @return whether logprobs came
  private boolean sample(int[] prompt, Sampling sampling, Map<Integer, Float> into, int times)
      throws EngineTrouble, InterruptedException {
    for (int i = 0; i < times; i++) {
      Collected drawn = draws.draw(prompt, 1, sampling);
      float[] logprobs = drawn.logprobs();
      if (logprobs == null || logprobs.length == 0) {
        return false;
      }
      into.put(drawn.ids()[0], logprobs[0]);
    }
    return true;
  }

  private @Nullable Pair pair(int[] prompt, Sampling changed, Map<Integer, Float> plain)
      throws EngineTrouble, InterruptedException {
    for (int i = 0; i < DRAWS; i++) {
      Map<Integer, Float> one = new HashMap<>();
      sample(prompt, changed, one, 1);
      for (Map.Entry<Integer, Float> drawn : one.entrySet()) {
        Float before = plain.get(drawn.getKey());
        // A logprob near 0 stays there whatever the settings: it tells nothing.
        if (before != null && before < -0.1f) {
          return new Pair(drawn.getKey(), before, drawn.getValue());
        }
      }
    }
    return null;
  }
}
