package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.grading.Count;
import dev.millrace.rollout.task.grading.Evidence;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Matching;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.grading.StatusRule;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GradingFileTest {
  private static final String ROW =
      """
      {"instance": "own__slug-1", "parser": "pytest", "repository": "/testbed",
       "patching": "swe_bench_v5", "semantics": SEMANTICS,
       "expected": {"fail_to_pass": ["a"], "pass_to_pass": []}}
      """;

  @Property(tries = 300, seed = "139")
  void whatIsWrittenIsRead(
      @ForAll long seed,
      @ForAll @Size(max = 4) List<String> one,
      @ForAll @Size(max = 4) List<String> other) {
    GradingSpec spec = spec(new Random(seed), one, other);

    assertEquals(spec, GradingFile.read(GradingFile.write(spec)));
  }

  @Test
  void aPresetMayBeChangedInPlaces() {
    GradingSpec spec =
        GradingFile.read(
            ROW.replace(
                "SEMANTICS",
                """
                {"preset": "swe-smith", "pass_to_pass": {"missing": "met"},
                 "overtime": "unresolved"}
                """));

    Semantics smith = Presets.named(Presets.SWE_SMITH).orElseThrow();
    assertEquals(smith.failToPass(), spec.semantics().failToPass());
    assertEquals(Count.MET, spec.semantics().passToPass().missing());
    assertEquals(smith.passToPass().skipped(), spec.semantics().passToPass().skipped());
    assertEquals(Evidence.Overtime.UNRESOLVED, spec.semantics().evidence().overtime());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "swe-bench-v6"                                    | semantics: expected one of
          {"preset": "strict", "pass_to_pass": {"skiped":1}} | did you mean "skipped"?
          {"preset": "strict", "ids": "exactly"}            | semantics.ids: expected one of exact,
          {}                                                | semantics.preset: is missing
          7                                                 | semantics: expected an object
          """)
  void aProblemNamesItsPlace(String semantics, String message) {
    var problem =
        assertThrows(
            IllegalArgumentException.class,
            () -> GradingFile.read(ROW.replace("SEMANTICS", semantics)));

    assertTrue(String.valueOf(problem.getMessage()).contains(message), problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          statuses | "fail_to_pass": {"missing": "met"}
          statuses | "pass_to_pass": {"skipped": "met"}
          statuses | "ids": "truncated"
          statuses | "empty_list": "unresolved"
          repaired | "fail_to_pass": {"missing": "met"}
          repaired | "pass_to_pass": {}
          repaired | "ids": "exact"
          repaired | "extra": "forbidden"
          repaired | "empty_list": "unresolved"
          """)
  void aChoiceThatDoesNotCountIsRefused(String form, String choice) {
    String row = ofForm(form, choice);

    var problem = assertThrows(IllegalArgumentException.class, () -> GradingFile.read(row));

    String key = choice.substring(1, choice.indexOf('"', 1));
    String expected = "semantics.%s: does not count where `expected` has `%s`".formatted(key, form);
    assertTrue(String.valueOf(problem.getMessage()).startsWith(expected), problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          statuses | "extra": "allowed"
          statuses | "exit_status": "must_agree"
          repaired | "names": "without_times"
          repaired | "silence": "needs_summary"
          """)
  void aChoiceThatCountsIsTaken(String form, String choice) {
    GradingSpec spec = GradingFile.read(ofForm(form, choice));

    Semantics preset = Presets.named(Presets.STRICT).orElseThrow();
    assertEquals(preset.failToPass(), spec.semantics().failToPass());
  }

  private static String ofForm(String form, String choice) {
    String expected =
        form.equals("statuses")
            ? "{\"statuses\": {\"a\": \"passed\"}}"
            : "{\"run\": {}, \"test\": {}, \"repaired\": {\"failed\": [\"a\"]}}";
    return ROW.replace("SEMANTICS", "{\"preset\": \"strict\", " + choice + "}")
        .replace("{\"fail_to_pass\": [\"a\"], \"pass_to_pass\": []}", expected);
  }

  private static GradingSpec spec(Random random, List<String> one, List<String> other) {
    Expected expected =
        switch (random.nextInt(3)) {
          case 0 -> new Expected.Lists(one, other);
          case 1 -> new Expected.Statuses(statuses(random, one));
          default ->
              new Expected.Stages(
                  new Expected.Run(Set.copyOf(one), Set.of("x"), Set.of()),
                  new Expected.Run(Set.of(), Set.copyOf(other), Set.of("y")),
                  Map.of(any(random, Expected.Before.class), new TreeSet<>(other)));
        };
    return new GradingSpec(
        "own__slug-1",
        "pytest",
        new GradingSpec.Place(
            "/testbed", other, random.nextBoolean() ? Optional.of("/p") : Optional.empty()),
        any(random, Patching.class),
        expected,
        counting(expected, semantics(random)));
  }

  /// Without what does not count beside the fixed rules of a form.
  private static Semantics counting(Expected expected, Semantics semantics) {
    if (expected instanceof Expected.Lists) {
      return semantics;
    }
    Semantics base = Presets.named(semantics.preset()).orElseThrow();
    Matching matching = semantics.matching();
    Evidence evidence = semantics.evidence();
    return new Semantics(
        base.preset(),
        base.failToPass(),
        base.passToPass(),
        new Matching(
            base.matching().ids(),
            matching.names(),
            expected instanceof Expected.Stages ? base.matching().extra() : matching.extra()),
        new Evidence(
            evidence.region(),
            evidence.silence(),
            evidence.exitStatus(),
            base.evidence().emptyList(),
            evidence.overtime()));
  }

  private static SortedMap<String, Status> statuses(Random random, List<String> names) {
    var statuses = new TreeMap<String, Status>();
    names.forEach(name -> statuses.put(name, any(random, Status.class)));
    return statuses;
  }

  private static Semantics semantics(Random random) {
    List<Semantics> presets = List.copyOf(Presets.byName().values());
    Semantics base = presets.get(random.nextInt(presets.size()));
    if (random.nextBoolean()) {
      return base;
    }
    return new Semantics(
        base.preset(),
        rule(random),
        base.passToPass(),
        new Matching(
            any(random, Matching.Ids.class),
            any(random, Matching.Names.class),
            any(random, Matching.Extra.class)),
        new Evidence(
            any(random, Evidence.Region.class),
            any(random, Evidence.Silence.class),
            any(random, Evidence.ExitStatus.class),
            any(random, Evidence.EmptyList.class),
            any(random, Evidence.Overtime.class)));
  }

  private static StatusRule rule(Random random) {
    Count[] counts = new Count[5];
    Arrays.setAll(counts, _ -> any(random, Count.class));
    return new StatusRule(counts[0], counts[1], counts[2], counts[3], counts[4]);
  }

  private static <E extends Enum<E>> E any(Random random, Class<E> type) {
    E[] constants = type.getEnumConstants();
    return constants[random.nextInt(constants.length)];
  }
}
