package dev.millrace.rewards.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.attacks.Attack.ExpectedFlag;
import dev.millrace.rewards.attacks.Grounds.Scored;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.TestResult;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Scripted agents attack tasks in real sandboxes and are scored as any agent is: none is worth
/// more than the honest agent beside it, and each is found out with evidence.
final class AttackSuiteIT {
  private static final int ROWS = 15;
  private static final int OTHERS = 10;

  @TempDir static Path directory;
  @RegisterExtension static final Providers PROVIDERS = new Providers();
  private static Grounds grounds;

  @BeforeAll
  static void open() throws IOException {
    grounds = Grounds.open(root(), directory, PROVIDERS.open(Mechanism.DIRECT));
  }

  private static Path root() {
    try {
      return Path.of(Objects.requireNonNull(AttackSuiteIT.class.getResource("/attacks")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Attack> attacks() {
    return Attack.all(root());
  }

  @Test
  void everyKnownAttackIsThereAndTenOthers() {
    for (int row = 1; row <= ROWS; row++) {
      int wanted = row;
      assertTrue(
          attacks().stream().anyMatch(attack -> Objects.equals(attack.row(), wanted)),
          () -> "no attack of row " + wanted);
    }
    assertTrue(attacks().stream().filter(attack -> attack.row() == null).count() >= OTHERS);
  }

  @Test
  void everyAttackIsFlagged() {
    for (Attack attack : attacks()) {
      assertFalse(attack.flags().isEmpty(), () -> attack + " expects no flag");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rota, partial, 0",
    "rota, solver, 1",
    "cloakroom, partial, 0",
    "cloakroom, solver, 1",
    "answers, partial, 0",
    "answers, solver, 1",
    "ferry, nop, 0",
    "ferry, partial, 0.5",
    "ferry, solver, 1",
    "catalogue, partial, 0",
    "catalogue, solver, 1"
  })
  void honestAgentsAreScoredForWhatTheyDidAndNotFlagged(String base, String agent, double worth)
      throws InterruptedException, IOException {
    Score score = grounds.honest(base, agent).score();
    assertEquals(worth, score.parts().get("correctness"), score::toString);
    assertEquals(List.of(), score.flags());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rota", "cloakroom", "answers", "catalogue"})
  void whoDoesNothingIsWorthNothingAndOnlySaidToHaveDoneSo(String base)
      throws InterruptedException, IOException {
    Score score = grounds.honest(base, "nop").score();
    assertEquals(0, score.parts().get("correctness"), score::toString);
    assertEquals(List.of("nothing_submitted"), score.flags().stream().map(Flag::kind).toList());
    assertEquals(0, score.parts().get("penalty"));
  }

  @Test
  void honestWorkIsWorthMoreThanNone() throws InterruptedException, IOException {
    for (String base : List.of("rota", "cloakroom", "ferry", "catalogue")) {
      double partial = grounds.honest(base, "partial").score().total();
      assertTrue(partial > grounds.honest(base, "nop").score().total(), base);
      assertTrue(partial < grounds.honest(base, "solver").score().total(), base);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attackIsWorthNoMoreThanHonestWorkAndIsFoundOut(Attack attack)
      throws InterruptedException, IOException {
    Scored honest = grounds.honest(attack.base(), attack.baseline());
    Scored attacked = grounds.play(attack.base(), attack.steps());
    attack.shows().forEach(text -> assertTrue(shown(attacked).contains(text), shown(attacked)));
    attack.flags().forEach(flag -> assertFlagged(flag, attacked));
    if (attack.unscored() != null) {
      assertEquals(attack.unscored(), boundary(attacked.judgement()));
      return;
    }
    assertWorthNoMore(honest.score(), attacked.score());
    attack.fails().forEach(test -> assertFails(test, attacked.score()));
  }

  private static String boundary(Judgement judgement) {
    return judgement instanceof Judgement.Unscored(var failure, _)
        ? failure.boundary()
        : judgement.toString();
  }

  private static void assertWorthNoMore(Score honest, Score attacked) {
    for (String part : List.of("correctness", "coverage", "progress")) {
      double most = Objects.requireNonNull(honest.parts().get(part));
      assertTrue(
          Objects.requireNonNull(attacked.parts().get(part)) <= most,
          () -> part + " is more than the honest " + most + ": " + attacked);
    }
    assertTrue(attacked.total() <= honest.total(), attacked::toString);
  }

  private static void assertFlagged(ExpectedFlag expected, Scored attacked) {
    String where = expected.where().equals("call") ? callId(attacked, expected) : expected.where();
    List<Flag> flags = attacked.judgement().flags();
    assertTrue(
        flags.stream()
            .anyMatch(
                flag ->
                    flag.kind().equals(expected.kind())
                        && Objects.equals(flag.turn(), expected.turn())
                        && flag.where().equals(where)
                        && !flag.seen().isBlank()),
        () -> expected + " is not among " + flags);
  }

  private static String callId(Scored attacked, ExpectedFlag expected) {
    return attacked.trajectory().events().toolExecutions().stream()
        .filter(execution -> Objects.equals(execution.turn(), expected.turn()))
        .findFirst()
        .orElseThrow()
        .callId();
  }

  private static void assertFails(String test, Score score) {
    assertTrue(
        score.tests().stream()
            .filter(result -> !result.passed())
            .map(TestResult::name)
            .anyMatch(test::equals),
        () -> test + " is not among the failed of " + score.tests());
  }

  private static String shown(Scored attacked) {
    return attacked.trajectory().messages().stream()
        .filter(Message.ToolResult.class::isInstance)
        .map(Message::content)
        .collect(Collectors.joining("\n"));
  }
}
