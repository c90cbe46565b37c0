package dev.millrace.rewards.judge;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.integrity.secret.SecretScanner;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Rubric.Sight;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.task.Verification.Steps.Strategy;
import dev.millrace.rollout.task.Verification.TestScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterialTest {
  /// In the form of a key of AWS; made up.
  private static final String KEY = "AKIA" + "Q3EGRZ7VN2XKLMPW";

  private final MemorySandboxes sandboxes =
      new MemorySandboxes(
          Map.of("/app/a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "/app/gone", "x"),
          (_, _) -> exited(0, ""));

  private Map<String, String> shown(Set<Sight> sees, Trajectories trajectory, int most)
      throws InterruptedException {
    return shown(Rubrics.judgedAlone(), sees, trajectory, most);
  }

  private Map<String, String> shown(Task task, Set<Sight> sees, Trajectories trajectory, int most)
      throws InterruptedException {
    Material material =
        Material.of(
            task,
            Rubrics.seeing(sees),
            trajectory.build(),
            sandboxes,
            new SecretScanner(SecretRules.bundled()),
            most);
    return material.sections().stream()
        .collect(Collectors.toMap(Material.Section::name, Material.Section::text));
  }

  @Test
  void onlyWhatTheRubricAsksForIsShown() throws InterruptedException {
    Map<String, String> shown =
        shown(EnumSet.of(Sight.ANSWER), new Trajectories().answering("42"), 9000);
    assertEquals(Map.of("answer", "42"), shown);
    assertEquals(0, sandboxes.created());
  }

  @Test
  void changesAreShownAgainstWhatWasThere() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories()
            .endingWith(
                delta(
                    file("app/a", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
                    file("app/new", "n\n"),
                    new DeltaEntry.Deleted("app/gone")));
    assertEquals(
        """
        --- /app/a
        +++ /app/a
        @@ from line 2 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        --- (new)
        +++ /app/new
        @@ from line 1 @@
        +n

        deleted /app/gone\
        """,
        shown(EnumSet.of(Sight.CHANGES), trajectory, 9000).get("changes"));
    assertEquals(0, sandboxes.open());
  }

  @Test
  void whatAStepGaveIsNoChange(@TempDir Path given) throws InterruptedException, IOException {
    Files.writeString(given.resolve("given"), "1\n");
    TestScript tests = new TestScript(given, Duration.ofSeconds(1), List.of());
    TaskStep step = new TaskStep("a", "Do.", given, tests, Map.of(), Duration.ofSeconds(1), null);
    Task task = Rubrics.task(new Steps(List.of(step), Strategy.MEAN, Steps.Unreached.LEFT_OUT));
    Trajectories trajectory =
        new Trajectories().step("a", delta(file("app/given", "1\n"), file("app/new", "n\n")));
    String changes =
        shown(task, EnumSet.of(Sight.CHANGES), trajectory, 9000).getOrDefault("changes", "");
    assertTrue(changes.contains("/app/new") && !changes.contains("/app/given"), changes);
  }

  @Test
  void theTranscriptHasWordsCallsAndResultsByTurn() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories().say("I look.").call("bash", "{\"command\":\"ls\"}");
    assertEquals(
        """
        turn 1, the agent writes: I look.
        turn 2, it calls bash: {"command":"ls"}
        turn 2, the result: done\
        """,
        shown(EnumSet.of(Sight.TRANSCRIPT), trajectory, 9000).get("transcript"));
  }

  @Test
  void secretsAreTakenOutOfAllOfItWhereverTheyAreCut() throws InterruptedException {
    String long1 = "word ".repeat(220) + KEY + " word".repeat(400);
    Trajectories trajectory =
        new Trajectories()
            .say("the key is " + KEY)
            .call("bash", "{\"command\":\"echo " + KEY + "\"}")
            .answering(long1)
            .endingWith(delta(file("app/a", "1\nkey = " + KEY + "\n")));
    for (int most = 2000; most < 20_000; most += 499) {
      String all = shown(EnumSet.allOf(Sight.class), trajectory, most).toString();
      for (int part = 8; part <= KEY.length(); part++) {
        assertFalse(all.contains(KEY.substring(0, part)), "at " + most);
      }
    }
  }

  @Test
  void secretsAreTakenOutOfNamesOfFiles() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories()
            .endingWith(
                delta(
                    file("app/key " + KEY + " of", "1\n"),
                    new DeltaEntry.Deleted("app/gone " + KEY.replace('Q', 'R'))));
    String shown =
        String.valueOf(shown(EnumSet.of(Sight.CHANGES), trajectory, 9000).get("changes"));
    assertFalse(shown.contains(KEY), shown);
    assertFalse(shown.contains(KEY.replace('Q', 'R')), shown);
    assertTrue(shown.contains("deleted /app/gone REDACTED-"), shown);
  }

  @Test
  void allOfItIsBoundedHoweverMuchThereIs() throws InterruptedException {
    Trajectories trajectory = new Trajectories().answering("x".repeat(1 << 20));
    for (int turn = 0; turn < 500; turn++) {
      trajectory.say("y".repeat(5000)).call("bash", "{\"command\":\"" + turn + "\"}");
    }
    Map<String, String> shown = shown(EnumSet.allOf(Sight.class), trajectory, 10_000);
    int length = shown.values().stream().mapToInt(String::length).sum();
    assertTrue(length <= 10_000, "was " + length);
    String transcript = shown.getOrDefault("transcript", "");
    assertTrue(transcript.contains("entries left out]"), transcript);
    assertTrue(transcript.startsWith("turn 1, "), transcript);
    assertTrue(transcript.contains("turn 1000, the result: done"), transcript);
  }

  @Test
  void aCutIsNamedAndKeepsCharactersWhole() {
    String text = "\uD83D\uDE00".repeat(500);
    for (int most = 60; most < 90; most++) {
      String cut = Excerpt.cut(text, most);
      assertTrue(cut.length() <= most, cut);
      assertTrue(cut.contains("characters left out]"), cut);
      assertEquals(
          List.of(), cut.codePoints().filter(c -> c >= 0xD800 && c < 0xE000).boxed().toList());
    }
  }
}
