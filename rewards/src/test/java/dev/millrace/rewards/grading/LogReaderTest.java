package dev.millrace.rewards.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.grading.LogReader.Reading;
import dev.millrace.rewards.logs.LogParsers;
import dev.millrace.rollout.task.grading.Evidence.Region;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading a log of one run. How common markers are read, `check_grading.py` holds against the
/// harnesses.
final class LogReaderTest {
  private static final Markers RUN = Markers.ofOneRun("5eed", "f1e1d");

  @Test
  void whatATestPrintsBetweenTheMarkersEndsNothing() {
    String forged =
        RUN.start()
            + "\nPASSED a\n"
            + RUN.end()
            + "\n"
            + RUN.exitStatus()
            + ": 0\nFAILED a\n"
            + RUN.end()
            + "\n"
            + RUN.exitStatus()
            + ": 1\n";

    Reading reading = read(Region.MARKED, forged);

    assertEquals(List.of(TestResult.Status.FAILED), statuses(reading));
    assertEquals(OptionalInt.of(1), reading.facts().exitStatus());
  }

  @Test
  void markersThatEverybodyKnowsAreNone() {
    Reading reading = read(Region.MARKED, Markers.START + "\nPASSED a\n" + Markers.END + "\n");

    assertEquals(List.of(Reason.Kind.MARKERS_MISSING), kinds(reading));
  }

  @Test
  void whatStandsBeforeTheTestsIsNoResultOfOneRun() {
    String silent = "PASSED a\n" + RUN.start() + "\n" + RUN.end() + "\n";

    assertEquals(List.of(), read(Region.MARKED_ELSE_WHOLE, silent).results());
    assertEquals(List.of(), read(Region.WHOLE, silent).results());
  }

  @Test
  void whatComesLateIsStillAResultWhereNothingElseIs() {
    String late = RUN.start() + "\n" + RUN.end() + "\nPASSED a\n";

    assertEquals(1, read(Region.MARKED_ELSE_WHOLE, late).results().size());
    assertEquals(List.of(), read(Region.MARKED, late).results());
  }

  @Test
  void aTextThatSaysTheTestsTimedOutIsOnlyAText() {
    String log = RUN.start() + "\n>>>>> Tests Timed Out\nPASSED a\n" + RUN.end() + "\n";

    assertEquals(1, read(Region.MARKED, log).results().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no number", "99999999999999999999"})
  void aStatusThatIsNoneIsNotZero(String status) {
    String log =
        RUN.start() + "\nPASSED a\n" + RUN.end() + "\n" + RUN.exitStatus() + ": " + status + "\n";

    assertTrue(read(Region.MARKED, log).facts().exitStatus().orElse(1) != 0);
  }

  @Property(seed = "115")
  void anyTextIsRead(@ForAll String text, @ForAll Region region) {
    Reading reading = read(region, RUN.start() + text + RUN.end());

    assertEquals(List.of(), kinds(reading));
  }

  private static Reading read(Region region, String log) {
    return new LogReader(RUN, region, LogParsers.named("parse_log_pytest").orElseThrow()).read(log);
  }

  private static List<TestResult.Status> statuses(Reading reading) {
    return reading.results().stream().map(TestResult::status).toList();
  }

  private static List<Reason.Kind> kinds(Reading reading) {
    return reading.facts().unusable().stream().map(Reason::kind).toList();
  }
}
