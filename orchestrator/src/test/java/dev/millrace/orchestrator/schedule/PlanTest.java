package dev.millrace.orchestrator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Plan.Shape SHAPE = new Plan.Shape(4, 2, 7, "fake");

  @Test
  void everyRoundOfEveryTaskIsAGroup() {
    Plan plan = Plan.of(Plans.tasks("swe", 3), Map.of("swe", 1.0), SHAPE);
    assertEquals(3 * 4 * 2, plan.size());
    Set<String> groups = new HashSet<>();
    plan.episodes().forEach(e -> groups.add(e.group().value()));
    assertEquals(
        Set.of("swe/t0#0", "swe/t1#0", "swe/t2#0", "swe/t0#1", "swe/t1#1", "swe/t2#1"), groups);
  }

  @Test
  void membersOfAGroupHaveSeedsOfTheirOwn() {
    Set<Long> seeds = new HashSet<>();
    Plan plan = Plans.of(12, 8);
    plan.episodes().forEach(e -> seeds.add(e.seed()));
    assertEquals(plan.size(), seeds.size());
  }

  @Test
  void seedOfAnEpisodeDoesNotDependOnTheOrderOfTasks() {
    List<TaskRef> tasks = Plans.tasks("swe", 9);
    List<TaskRef> shuffled = new ArrayList<>(tasks);
    Collections.shuffle(shuffled, new Random(3));
    assertEquals(
        seeds(Plan.of(tasks, Map.of("swe", 1.0), SHAPE)),
        seeds(Plan.of(shuffled, Map.of("swe", 1.0), SHAPE)));
  }

  @Test
  void anotherSeedOfTheRunIsAnotherSeedOfEachEpisode() {
    Map<EpisodeId, Long> seven = seeds(Plans.of(5, 4));
    Map<EpisodeId, Long> eight =
        seeds(Plan.of(Plans.tasks("swe", 5), Map.of("swe", 1.0), new Plan.Shape(4, 1, 8, "fake")));
    assertEquals(seven.keySet(), eight.keySet());
    seven.forEach((id, seed) -> assertNotEquals(seed, eight.get(id)));
  }

  @Test
  void familyWithoutAShareIsLeftOut() {
    List<TaskRef> tasks = new ArrayList<>(Plans.tasks("swe", 2));
    tasks.addAll(Plans.tasks("answer", 2));
    Plan plan = Plan.of(tasks, Map.of("answer", 1.0), SHAPE);
    assertTrue(plan.episodes().stream().allMatch(e -> e.task().family().equals("answer")));
    assertEquals(2 * 4 * 2, plan.size());
  }

  @Property(tries = 100)
  void everyFamilyIsCloseToItsShareAtEveryPoint(
      @ForAll @IntRange(min = 1, max = 9) int left, @ForAll @IntRange(min = 1, max = 9) int right) {
    List<TaskRef> tasks = new ArrayList<>(Plans.tasks("left", 10 * left));
    tasks.addAll(Plans.tasks("right", 10 * right));
    Plan plan =
        Plan.of(
            tasks,
            Map.of("left", (double) left, "right", (double) right),
            new Plan.Shape(1, 1, 7, "fake"));
    int seen = 0;
    int ofLeft = 0;
    for (Episode episode : plan.episodes()) {
      seen++;
      ofLeft += episode.task().family().equals("left") ? 1 : 0;
      double due = (double) seen * left / (left + right);
      assertTrue(Math.abs(ofLeft - due) <= 1, "after " + seen + ": " + ofLeft + ", due " + due);
    }
    assertEquals(tasks.size(), seen);
  }

  @Test
  void unknownEpisodeIsNamedWithWhatToCheck() {
    EpisodeId stranger = new EpisodeId("swe/t9#0.m0");
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Plans.of(1, 1).episode(stranger));
    assertTrue(String.valueOf(error.getMessage()).contains("swe/t9#0.m0"), error.getMessage());
    assertTrue(String.valueOf(error.getMessage()).contains("configuration"), error.getMessage());
  }

  private static Map<EpisodeId, Long> seeds(Plan plan) {
    Map<EpisodeId, Long> seeds = new TreeMap<>();
    plan.episodes().forEach(e -> seeds.put(e.id(), e.seed()));
    return seeds;
  }
}
