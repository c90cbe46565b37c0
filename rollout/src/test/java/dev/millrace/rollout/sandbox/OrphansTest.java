package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OrphansTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static Orphans ended(Instant at) {
    return new Orphans(false, Optional.of(at));
  }

  @Test
  void whatEndedBeforeAMomentHasNotOutlivedIt() {
    assertFalse(ended(NOON.minusNanos(1)).outlived(Optional.of(NOON)));
    assertFalse(Orphans.NONE.outlived(Optional.of(NOON)));
    assertFalse(Orphans.NONE.outlived(Optional.empty()));
  }

  @Test
  void whatEndedThenOrLaterOrRunsHas() {
    assertTrue(ended(NOON).outlived(Optional.of(NOON)));
    assertTrue(ended(NOON.plusSeconds(1)).outlived(Optional.of(NOON)));
    assertTrue(new Orphans(true, Optional.of(NOON.minusSeconds(1))).outlived(Optional.of(NOON)));
  }

  @Test
  void anyEndCountsWhereTheMomentIsNotKnown() {
    assertTrue(ended(NOON).outlived(Optional.empty()));
  }
}
