package dev.millrace.rewards.progress;

import dev.millrace.rollout.trajectory.Score.Potential;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the steps between states earn, by their potentials: `gamma^k * after - before` over k turns
/// (Ng, Harada, Russell 1999). Discounted to the start, the gains add up to
/// `gamma^turns * last - first`, whatever lies between: going back and forth earns nothing.
///
/// @param gamma the discount of one turn, above 0 and at most 1
public record Shaping(double gamma) {
  /// Without a discount.
  public static final Shaping NONE = new Shaping(1);

  public Shaping {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma is " + gamma + ", not above 0 and at most 1");
    }
  }

  /// The same potentials with their gains.
  ///
  /// @param potentials in the order of their turns
  public List<Potential> gains(List<Potential> potentials) {
    List<Potential> shaped = new ArrayList<>();
    @Nullable Potential before = null;
    for (Potential now : potentials) {
      Double gain =
          before == null
              ? null
              : (Double)
                  (Math.pow(gamma, now.turnsDone() - before.turnsDone()) * now.value()
                      - before.value());
      shaped.add(new Potential(now.turnsDone(), now.tokens(), now.value(), gain));
      before = now;
    }
    return List.copyOf(shaped);
  }

  /// All gains, discounted to the start; 0 of none.
  ///
  /// @param shaped the first potential is the start's
  public double total(List<Potential> shaped) {
    double total = 0;
    int turns = shaped.isEmpty() ? 0 : shaped.getFirst().turnsDone();
    for (Potential potential : shaped) {
      Double gain = potential.gain();
      if (gain != null) {
        total += Math.pow(gamma, turns) * gain;
      }
      turns = potential.turnsDone();
    }
    return total;
  }
}
