package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.harness.repetition.Bounds;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final Repeats repeats = new Repeats(watching(Vigilance.Then.END));
  private final List<Message> work = opening("Fix it.");

  private static Vigilance watching(Vigilance.Then then) {
    return new Vigilance.Watching(Bounds.DEFAULT, then);
  }

  private static List<Message> opening(String instruction) {
    return new ArrayList<>(
        List.of(new Message.SystemPrompt("You work."), new Message.User(instruction)));
  }

  /// One more turn of a conversation, and the request that follows on it.
  private static void turn(Repeats repeats, List<Message> conversation, String command) {
    String id = "c" + conversation.size();
    conversation.add(new Message.Assistant("", null, List.of(new ToolCall(id, "bash", command))));
    conversation.add(new Message.ToolResult(id, "bash", "did " + command));
    repeats.hear(conversation);
  }

  @Test
  void theSecondSightingEndsTheWork() {
    repeats.hear(work);
    for (int i = 0; i < 7; i++) {
      turn(repeats, work, "ls");
    }
    assertNull(repeats.last());
    turn(repeats, work, "ls");
    assertEquals(new Sighting(Sighting.Kind.SAME_RESULT, 4), repeats.last());
  }

  @Test
  void aRequestThatComesAgainIsHeardOnce() {
    for (int i = 0; i < 3; i++) {
      turn(repeats, work, "ls");
      for (int again = 0; again < 20; again++) {
        repeats.hear(work);
      }
    }
    assertNull(repeats.last());
  }

  @Test
  void conversationsAreToldApart() {
    List<Message> helper = opening("Look around.");
    for (int i = 0; i < 8; i++) {
      turn(repeats, work, "ls " + (char) ('a' + i));
      turn(repeats, helper, "pwd");
    }
    assertEquals(new Sighting(Sighting.Kind.SAME_RESULT, 4), repeats.last());
  }

  @Test
  void whoIsOnlyWarnedIsNotEnded() {
    Repeats lenient = new Repeats(watching(Vigilance.Then.NOTHING));
    for (int i = 0; i < 40; i++) {
      turn(lenient, work, "ls");
    }
    assertNull(lenient.last());
  }
}
