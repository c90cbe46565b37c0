package dev.millrace.rollout.task.grading;

import static dev.millrace.rollout.task.grading.Count.BROKEN;
import static dev.millrace.rollout.task.grading.Count.MET;
import static dev.millrace.rollout.task.grading.Count.NEITHER;

import dev.millrace.rollout.task.grading.Evidence.EmptyList;
import dev.millrace.rollout.task.grading.Evidence.ExitStatus;
import dev.millrace.rollout.task.grading.Evidence.Overtime;
import dev.millrace.rollout.task.grading.Evidence.Region;
import dev.millrace.rollout.task.grading.Evidence.Silence;
import dev.millrace.rollout.task.grading.Matching.Extra;
import dev.millrace.rollout.task.grading.Matching.Ids;
import dev.millrace.rollout.task.grading.Matching.Names;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The semantics of each harness, by name. Each grades as that harness does, to the test; `strict`
/// is ours.
public final class Presets {
  public static final String SWE_BENCH_V5 = "swe-bench-v5";
  public static final String SWE_BENCH_V5_FAIL_ONLY = "swe-bench-v5-fail-only";
  public static final String SWE_BENCH_V4 = "swe-bench-v4";
  public static final String SWE_BENCH_V4_FAIL_ONLY = "swe-bench-v4-fail-only";
  public static final String SWE_GYM = "swe-gym";
  public static final String SWE_SMITH = "swe-smith";

  /// SWE-smith up to 0.0.4, where a test that did not run counts as passed.
  public static final String SWE_SMITH_2025 = "swe-smith-2025";

  public static final String R2E_GYM = "r2e-gym";
  public static final String SWE_REBENCH = "swe-rebench";

  /// SWE-rebench's `passed_match`: the passed tests are the expected ones and no others.
  public static final String SWE_REBENCH_EXACT = "swe-rebench-exact";

  public static final String MULTI_SWE = "multi-swe";

  /// Nothing is taken for granted: what is skipped, missing or silent is not solved.
  public static final String STRICT = "strict";

  /// XPASS is in no list of an upstream parser, so such a test is missing there.
  private static final StatusRule V4 = new StatusRule(MET, BROKEN, NEITHER, BROKEN, BROKEN);

  private static final StatusRule FAIL_ONLY = new StatusRule(MET, MET, MET, MET, MET);
  private static final StatusRule PASSED_ONLY =
      new StatusRule(BROKEN, BROKEN, BROKEN, BROKEN, BROKEN);

  private static final Matching EXACT = new Matching(Ids.EXACT, Names.AS_PRINTED, Extra.ALLOWED);
  private static final Matching TRUNCATED =
      new Matching(Ids.TRUNCATED, Names.AS_PRINTED, Extra.ALLOWED);
  private static final Matching TIMELESS =
      new Matching(Ids.EXACT, Names.WITHOUT_TIMES, Extra.ALLOWED);

  private static final Evidence LOOSE =
      new Evidence(
          Region.MARKED_ELSE_WHOLE,
          Silence.ACCEPTED,
          ExitStatus.IGNORED,
          EmptyList.COUNTS_AS_MET,
          Overtime.ERRORED);
  private static final Evidence CHECKED =
      new Evidence(
          Region.MARKED_ELSE_WHOLE,
          Silence.NEEDS_SUMMARY,
          ExitStatus.MUST_AGREE,
          EmptyList.COUNTS_AS_MET,
          Overtime.ERRORED);

  private static final SortedMap<String, Semantics> ALL = all();

  private Presets() {}

  public static Optional<Semantics> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// Every preset by its name.
  public static SortedMap<String, Semantics> byName() {
    return ALL;
  }

  private static SortedMap<String, Semantics> all() {
    SortedMap<String, Semantics> all = new TreeMap<>();
    StatusRule v5 = V4.withSkipped(BROKEN);
    add(all, SWE_BENCH_V5, v5, v5.withSkipped(MET), TRUNCATED, CHECKED);
    add(all, SWE_BENCH_V5_FAIL_ONLY, FAIL_ONLY, FAIL_ONLY, EXACT, CHECKED);
    add(all, SWE_BENCH_V4, V4, V4, EXACT, LOOSE);
    add(all, SWE_BENCH_V4_FAIL_ONLY, FAIL_ONLY, FAIL_ONLY, EXACT, LOOSE);
    add(all, SWE_GYM, V4, V4, EXACT, LOOSE);
    Evidence marked = LOOSE.withRegion(Region.MARKED);
    add(all, SWE_SMITH, V4, V4, EXACT, marked);
    StatusRule lenient = V4.withMissing(MET);
    add(all, SWE_SMITH_2025, lenient, lenient, EXACT, marked);
    Matching counted = new Matching(Ids.EXACT, Names.UP_TO_DASH, Extra.FORBIDDEN);
    Evidence whole = LOOSE.withRegion(Region.WHOLE);
    add(all, R2E_GYM, PASSED_ONLY, PASSED_ONLY, counted, whole);
    add(all, SWE_REBENCH, PASSED_ONLY, PASSED_ONLY, TIMELESS, whole);
    Matching only = new Matching(Ids.EXACT, Names.WITHOUT_TIMES, Extra.FORBIDDEN);
    add(all, SWE_REBENCH_EXACT, PASSED_ONLY, PASSED_ONLY, only, whole);
    add(all, MULTI_SWE, v5, v5, EXACT, whole);
    Evidence proved =
        new Evidence(
            Region.MARKED,
            Silence.NEEDS_SUMMARY,
            ExitStatus.MUST_AGREE,
            EmptyList.UNRESOLVED,
            Overtime.ERRORED);
    StatusRule expectedFailuresKept = new StatusRule(MET, BROKEN, BROKEN, BROKEN, BROKEN);
    add(all, STRICT, PASSED_ONLY, expectedFailuresKept, TRUNCATED, proved);
    return Collections.unmodifiableSortedMap(all);
  }

  private static void add(
      SortedMap<String, Semantics> all,
      String name,
      StatusRule failToPass,
      StatusRule passToPass,
      Matching matching,
      Evidence evidence) {
    all.put(name, new Semantics(name, failToPass, passToPass, matching, evidence));
  }
}
