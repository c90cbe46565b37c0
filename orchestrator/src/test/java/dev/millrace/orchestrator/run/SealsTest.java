package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.orchestrator.config.IntegrityChoice.Seal;
import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Permits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With git itself, in real sandboxes.
final class SealsTest {
  private static final String BASE =
      "mkdir -p /app && cd /app && git init -q -b main && git config user.email a@localhost"
          + " && git config user.name a && echo 1 >a && git add a && git commit -qm one";
  private static final String LATER =
      BASE + " && echo 2 >a && git commit -qam two && git reset -q --hard HEAD~1";

  private final Providers providers = new Providers();
  private final AtomicInteger made = new AtomicInteger();
  private int failing;

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  private SandboxProvider sandboxes() throws IOException {
    SandboxProvider real = providers.open(Mechanism.DIRECT);
    return new SandboxProvider() {
      @Override
      public String description() {
        return real.description();
      }

      @Override
      public Sandbox create(Environment environment) throws InterruptedException {
        made.incrementAndGet();
        if (failing-- > 0) {
          throw new FailureException(new Failure.Sandbox("no room"));
        }
        return real.create(environment);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private static Task task(String id, String script, String... permitted) {
    Trajectory like = HandMade.passed(id, 0, 1).trajectory();
    Environment.Step step = new Environment.Step.Run(script, "/", Map.of());
    return new Task(
        like.episode().task(),
        "Do it.",
        new Environment(List.of(step), Map.of(), "/app", null, "of " + script.hashCode()),
        new Toolbox(Set.of("bash", "submit"), List.of(), List.of()),
        new ExpectedAnswer("1", ExpectedAnswer.Kind.TEXT, 0),
        Limits.DEFAULT,
        null,
        new Permits(Set.of(permitted), List.of()));
  }

  private static String seal(Seals seals, Task task) throws InterruptedException {
    return seals
        .around(task, () -> HandMade.passed(task.ref().id().value(), 0, 1).trajectory())
        .provenance()
        .facts()
        .getOrDefault("seal", "");
  }

  private static void needGit() {
    assumeTrue(Host.local().program("git").isPresent(), "git is missing: seals are not checked");
  }

  @Test
  void aLaterCommitIsNamedOnEveryEpisodeAfterOneLook() throws InterruptedException, IOException {
    needGit();
    Seals seals = new Seals(sandboxes(), Seal.WARN);
    String seal = seal(seals, task("swe/a", LATER));
    assertTrue(
        seal.startsWith(
            "unsealed: /app/.git holds 1 commits that the checked-out one does not descend from"),
        seal);
    assertEquals(seal, seal(seals, task("swe/a", LATER)));
    assertEquals(seal, seal(seals, task("swe/b", LATER)));
    assertEquals(1, made.get());
  }

  @Test
  void anUnsealedTaskIsRefusedWhereThatIsAskedFor() throws InterruptedException, IOException {
    needGit();
    Seals seals = new Seals(sandboxes(), Seal.REFUSE);
    AtomicInteger runs = new AtomicInteger();
    FailureException refused =
        assertThrows(
            FailureException.class,
            () ->
                seals.around(
                    task("swe/a", LATER),
                    () -> {
                      runs.incrementAndGet();
                      return HandMade.passed("swe/a", 0, 1).trajectory();
                    }));
    assertEquals(0, runs.get());
    assertTrue(refused.failure() instanceof Failure.Environment, refused::toString);
    assertTrue(refused.failure().detail().contains("task swe/a is not proved sealed: unsealed:"));
    assertTrue(refused.failure().detail().contains("millrace tasks seal"));
    assertTrue(seal(seals, task("swe/b", BASE)).startsWith("sealed: "));
  }

  @Test
  void whatIsCheckedOutIsNamedWhereTheTaskIsSealed() throws InterruptedException, IOException {
    needGit();
    String seal = seal(new Seals(sandboxes(), Seal.WARN), task("swe/a", BASE));
    assertTrue(seal.matches("sealed: /app/\\.git at [0-9a-f]{40}"), seal);
  }

  @Test
  void aTaskWithoutARepositoryOrAboutTheHistoryNeedsNoSeal()
      throws InterruptedException, IOException {
    Seals seals = new Seals(sandboxes(), Seal.REFUSE);
    assertEquals("none", seal(seals, task("swe/a", "mkdir -p /app && echo 1 >/app/a")));
    assertEquals(1, made.get());
    assertEquals("permitted", seal(seals, task("swe/b", LATER, "history_mined")));
    assertEquals(1, made.get());
  }

  @Test
  void aLookThatFailedIsTakenAgain() throws InterruptedException, IOException {
    failing = 1;
    Seals seals = new Seals(sandboxes(), Seal.WARN);
    Task task = task("swe/a", "mkdir -p /app");
    assertThrows(FailureException.class, () -> seal(seals, task));
    assertEquals("none", seal(seals, task));
  }

  @Test
  void nobodyLooksWhereItIsOff() throws InterruptedException, IOException {
    assertEquals("", seal(new Seals(sandboxes(), Seal.OFF), task("swe/a", LATER)));
    assertEquals(0, made.get());
  }
}
