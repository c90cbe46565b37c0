package dev.millrace.rollout.policy.llamacpp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  private static final float NONE = Float.NaN;

  @Test
  void idsInsideACharacterHaveNoLogprob() throws EngineTrouble {
    int[] ids = {7, 40, 41, 42, 9};
    assertArrayEquals(
        new float[] {-1, NONE, NONE, -2, -3},
        Alignment.spread(ids, new int[] {7, 42, 9}, new float[] {-1, -2, -3}));
  }

  @Test
  void logprobThatCouldBeOfEitherOfTwoEqualIdsIsGivenToNeither() throws EngineTrouble {
    int[] ids = {7, 40, 40, 9};
    assertArrayEquals(
        new float[] {-1, NONE, NONE, -3},
        Alignment.spread(ids, new int[] {7, 40, 9}, new float[] {-1, -2, -3}));
  }

  @Test
  void logprobOfAnIdThatIsNotThereFails() {
    assertThrows(
        EngineTrouble.class,
        () -> Alignment.spread(new int[] {7, 8}, new int[] {8, 7}, new float[] {-1, -2}));
  }
}
