package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The attacks on processes, their memory and what they have open, where other programs than our
/// launcher keep commands apart.
final class OtherMechanismsTest {
  private static final List<Mechanism> MECHANISMS =
      List.of(Mechanism.BUBBLEWRAP, Mechanism.UNSHARE);
  private static final List<String> ON_SCRIPTS =
      List.of(
          "asks the script to end after it has written a reward",
          "kills the script after it has written a reward",
          "overwrites the reward from the background",
          ScriptAttacks.IN_MEMORY);
  private static final List<String> ON_SEALS =
      List.of(
          "kills whoever runs it",
          "looks for the tests in memory",
          "writes to what others have open",
          "writes to whatever is open");
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private static Stream<Arguments> each(List<String> names) {
    return MECHANISMS.stream()
        .flatMap(mechanism -> names.stream().map(name -> Arguments.of(mechanism, name)));
  }

  static Stream<Arguments> onScripts() {
    return each(ON_SCRIPTS);
  }

  static Stream<Arguments> onSeals() {
    return each(ON_SEALS);
  }

  private Grader script(Mechanism mechanism) throws IOException {
    return Grader.usual(
        PROVIDERS.open(mechanism),
        directory,
        ScriptAttacksTest.SCRIPT,
        ScriptAttacksTest.MAIN,
        Duration.ofMinutes(2));
  }

  private Grader seal(Mechanism mechanism) throws IOException {
    return Grader.sealed(PROVIDERS.open(mechanism), directory, Duration.ofMinutes(2));
  }

  static List<Mechanism> mechanisms() {
    return MECHANISMS;
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void honestWorkIsWorthOneByAScript(Mechanism mechanism) throws IOException, InterruptedException {
    requireFullReward(script(mechanism).verdict(RIGHT));
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void honestWorkIsWorthOneByASeal(Mechanism mechanism) throws IOException, InterruptedException {
    requireFullReward(seal(mechanism).verdict(RIGHT));
  }

  private static void requireFullReward(Verdict verdict) {
    assertEquals(
        1, assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness());
  }

  @ParameterizedTest
  @MethodSource("onScripts")
  void scriptIsSafeFromCodeThat(Mechanism mechanism, String name)
      throws IOException, InterruptedException {
    requireNoReward(script(mechanism).verdict(String.valueOf(ScriptAttacks.code().get(name))));
  }

  @ParameterizedTest
  @MethodSource("onSeals")
  void sealIsSafeFromCodeThat(Mechanism mechanism, String name)
      throws IOException, InterruptedException {
    Verdict verdict = seal(mechanism).verdict(String.valueOf(SealedAttacks.code().get(name)));
    assertTrue(verdict instanceof Verdict.Judged || name.startsWith("kills"), verdict::toString);
    requireNoReward(verdict);
  }

  private static void requireNoReward(Verdict verdict) {
    switch (verdict) {
      case Verdict.Judged found -> assertEquals(0, found.correctness(), found::toString);
      case Verdict.Errored errored ->
          assertTrue(errored.failure().detail().contains("the test script of"), errored::toString);
    }
  }
}
