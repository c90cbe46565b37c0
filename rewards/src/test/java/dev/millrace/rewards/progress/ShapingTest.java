package dev.millrace.rewards.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.trajectory.Score.Potential;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapingTest {
  /// A walk over some states, from one to another, some turns apart.
  private static List<Potential> walk(long seed, int states, double first, double last) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Potential> potentials = new ArrayList<>(List.of(new Potential(0, 0, first)));
    int turn = 0;
    for (int i = 0; i < states; i++) {
      turn += 1 + random.nextInt(3);
      potentials.add(new Potential(turn, 10L * turn, random.nextDouble()));
    }
    potentials.add(new Potential(4 * states + 5, 1000, last));
    return potentials;
  }

  @Property(tries = 500, seed = "127")
  void theSumDependsOnTheEndsAlone(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int states,
      @ForAll @DoubleRange(min = 0, max = 1) double first,
      @ForAll @DoubleRange(min = 0, max = 1) double last,
      @ForAll @DoubleRange(min = 0.5, max = 1) double gamma) {
    Shaping shaping = new Shaping(gamma);
    List<Potential> shaped = shaping.gains(walk(seed, states, first, last));
    int turns = shaped.getLast().turnsDone();
    assertEquals(Math.pow(gamma, turns) * last - first, shaping.total(shaped), 1e-9);
  }

  @Property(tries = 200, seed = "128")
  void goingBackAndForthEarnsNothing(
      @ForAll @DoubleRange(min = 0, max = 1) double there,
      @ForAll @IntRange(min = 1, max = 50) int rounds) {
    List<Potential> potentials = new ArrayList<>(List.of(new Potential(0, 0, 0.25)));
    for (int i = 0; i < rounds; i++) {
      potentials.add(new Potential(2 * i + 1, 0, there));
      potentials.add(new Potential(2 * i + 2, 0, 0.25));
    }
    assertEquals(0, Shaping.NONE.total(Shaping.NONE.gains(potentials)), 1e-9);
    Shaping discounted = new Shaping(0.9);
    assertEquals(true, discounted.total(discounted.gains(potentials)) <= 0);
  }

  @Test
  void eachStepHasItsGainAndTheFirstHasNone() {
    List<Potential> shaped =
        new Shaping(0.5)
            .gains(
                List.of(new Potential(0, 0, 0.5), new Potential(1, 9, 1), new Potential(3, 20, 1)));
    assertNull(shaped.get(0).gain());
    assertEquals(0.5 * 1 - 0.5, Objects.requireNonNull(shaped.get(1).gain()));
    assertEquals(0.25 * 1 - 1, Objects.requireNonNull(shaped.get(2).gain()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
  void aDiscountIsAShare(double gamma) {
    assertThrows(IllegalArgumentException.class, () -> new Shaping(gamma));
  }
}
