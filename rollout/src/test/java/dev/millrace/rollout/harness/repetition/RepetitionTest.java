package dev.millrace.rollout.harness.repetition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.harness.repetition.Move.Act;
import dev.millrace.rollout.harness.repetition.Sighting.Kind;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepetitionTest {
  private final Repetition repetition = new Repetition(Bounds.DEFAULT);
  private final List<Optional<Sighting>> sightings = new ArrayList<>();
  private @Nullable String state = "s";

  private RepetitionTest turn(String call, String result, ToolStatus status) {
    Act act = new Act("bash", "{\"command\": \"" + call + "\"}", result, status);
    sightings.add(repetition.add(new Move(List.of(act), "", "", state)));
    return this;
  }

  private RepetitionTest turn(String call, String result) {
    return turn(call, result, ToolStatus.OK);
  }

  /// Of the newest turn; no turn before it was sighted.
  private @Nullable Kind onlyLast() {
    assertTrue(
        sightings.subList(0, sightings.size() - 1).stream().allMatch(Optional::isEmpty),
        sightings.toString());
    return sightings.getLast().map(Sighting::kind).orElse(null);
  }

  @Test
  void theSameCallWithTheSameResultIsSightedAtTheFourthTime() {
    for (int i = 0; i < 4; i++) {
      turn("make", "built in " + i + ".5s at 0x7fff00" + i + i);
    }
    assertEquals(Kind.SAME_RESULT, onlyLast());
  }

  @Test
  void aCallThatAlwaysFailsIsSightedWhateverItSays() {
    for (String reason : List.of("no route", "busy", "gone", "refused")) {
      turn("curl x", reason, ToolStatus.COMMAND_FAILED);
    }
    assertEquals(Kind.SAME_FAILURE, onlyLast());
  }

  @Test
  void anAlternatingPairIsSightedAtItsThirdRound() {
    for (int i = 0; i < 3; i++) {
      turn("cat a", "A").turn("cat b", "B");
    }
    assertEquals(Kind.CYCLE, onlyLast());
  }

  @Test
  void aPatternOfFourIsSightedAtItsThirdRound() {
    for (int i = 0; i < 3; i++) {
      turn("cat a", "A").turn("cat b", "B").turn("cat c", "C").turn("cat d", "D");
    }
    assertEquals(Kind.CYCLE, onlyLast());
  }

  @Test
  void editsThatAreTakenBackAreAPattern() {
    for (int i = 0; i < 3; i++) {
      state = "s1";
      turn("edit", "");
      state = "s2";
      turn("undo", "");
    }
    assertEquals(Kind.CYCLE, onlyLast());
  }

  @Test
  void theSameTestsAfterEachOfManyEditsAreHonestWork() {
    for (int i = 0; i < 40; i++) {
      state = "s" + i;
      turn("edit " + Integer.toString(i, 36), "").turn("pytest", "1 failed in 0.3s");
    }
    assertEquals(null, onlyLast());
  }

  @Test
  void aServiceThatMovesOnWithEqualAnswersHasTimeToDoSo() {
    for (int i = 0; i < 7; i++) {
      state = "day" + i;
      turn("next_day", "ok");
    }
    assertEquals(null, onlyLast());
    state = "day7";
    turn("next_day", "ok");
    assertEquals(Kind.SAME_RESULT, onlyLast());
  }

  @Test
  void callsThatDifferInNumbersCountAtTheTwelfthTimeOnly() {
    for (int i = 0; i < 12; i++) {
      turn("sleep " + i, "");
    }
    assertEquals(Kind.SAME_RESULT, onlyLast());
  }

  @Test
  void ordersThatAreLookedUpOneByOneAreHonestWork() {
    for (int i = 0; i < 60; i++) {
      turn("order " + i, "{total: " + 7 * i + "}");
    }
    assertEquals(null, onlyLast());
  }

  @Test
  void progressThatIsPolledCountsAtTheTwelfthTimeOnly() {
    for (int i = 0; i < 12; i++) {
      turn("status", i + " % done");
    }
    assertEquals(Kind.SAME_RESULT, onlyLast());
  }

  @Test
  void turnsWithoutANewThingAreAStall() {
    String[] files = {"a", "b", "c", "d", "e"};
    for (String file : files) {
      turn("cat " + file, file);
    }
    int[] order = {0, 2, 4, 1, 3, 0, 3, 1, 4, 0, 2, 1};
    for (int at : order) {
      turn("cat " + files[at], files[at]);
    }
    assertEquals(Kind.NOTHING_NEW, onlyLast());
  }

  @Test
  void commandsThatNeverEndAreAStall() {
    for (String build : List.of("make", "make -j", "ninja")) {
      turn(build, "[timed out after 30 s]", ToolStatus.TIMED_OUT);
    }
    assertEquals(Kind.OUT_OF_TIME, onlyLast());
  }

  @Test
  void wordsWithoutCallsThatAreAnsweredAlikeAreAMonologue() {
    for (String said : List.of("Let me think.", "I will now begin.", "Soon.", "Right.")) {
      sightings.add(repetition.add(new Move(List.of(), said, "Go on. (3 left)", null)));
    }
    assertEquals(Kind.MONOLOGUE, onlyLast());
  }

  @Test
  void anAgentThatWritesItsCallsAsTextIsNoMonologue() {
    for (int i = 0; i < 26; i++) {
      String word = word(i);
      sightings.add(repetition.add(new Move(List.of(), "run " + word, "did " + word + "x", null)));
    }
    assertEquals(null, onlyLast());
  }

  @Test
  void afterItIsForgottenItHasToHappenAgain() {
    for (int i = 0; i < 4; i++) {
      turn("make", "built");
    }
    repetition.forget();
    sightings.clear();
    for (int i = 0; i < 4; i++) {
      turn("make", "built");
    }
    assertEquals(Kind.SAME_RESULT, onlyLast());
  }

  @Property(tries = 200, seed = "129")
  void everyPatternIsSightedAndNoNewWorkEver(
      @ForAll @IntRange(min = 1, max = 4) int length, @ForAll @IntRange(max = 20) int before) {
    Repetition watch = new Repetition(Bounds.DEFAULT);
    for (int i = 0; i < before; i++) {
      assertTrue(watch.add(move("new " + word(i))).isEmpty());
    }
    boolean isSighted = false;
    for (int i = 0; i < 4 * length; i++) {
      isSighted |= watch.add(move("again " + word(i % length))).isPresent();
    }
    assertTrue(isSighted);
  }

  private static Move move(String call) {
    return new Move(List.of(new Act("bash", call, "out of " + call, null)), "", "", null);
  }

  private static String word(int number) {
    return String.valueOf((char) ('a' + number));
  }

  @Test
  void turnsAreReadBackOutOfAConversation() {
    List<Message> messages =
        List.of(
            new Message.SystemPrompt("s"),
            new Message.User("Do it."),
            new Message.Assistant("a", null, List.of(new ToolCall("c1", "bash", "{}"))),
            new Message.ToolResult("c1", "bash", "r"),
            new Message.Assistant("hm", null, List.of()),
            new Message.User("Go on."),
            new Message.Assistant("open", null, List.of(new ToolCall("c2", "bash", "{}"))));
    assertEquals(
        List.of(
            new Move(List.of(new Act("bash", "{}", "r", ToolStatus.TIMED_OUT)), "a", "", null),
            new Move(List.of(), "hm", "Go on.", null)),
        Moves.of(messages, Map.of("c1", ToolStatus.TIMED_OUT)));
  }
}
