package dev.millrace.orchestrator.dashboard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class SightingsTest {
  @Test
  void whatIsSaidMostOftenIsToldWithTheFirstEpisodeThatSaidIt() {
    Sightings sightings = new Sightings();
    sightings.add("engine", "swe/a#0.m0", "call 3 of swe/a#0.m0: slow");
    sightings.add("engine", "swe/a#0.m1", "call 0 of swe/a#0.m1: answered 500");
    sightings.add("engine", "swe/a#0.m2", "call 12 of swe/a#0.m2: answered 500");
    RunReport.Sighting engine = sightings.all().getFirst();
    assertEquals(3, engine.episodes());
    assertEquals("call 0 of swe/a#0.m1: answered 500", engine.detail());
  }

  @Test
  void kindOfWhichNothingIsSaidHasNoDetail() {
    Sightings sightings = new Sightings();
    sightings.add("tests_edited", "swe/a#0.m0");
    assertNull(sightings.all().getFirst().detail());
  }
}
