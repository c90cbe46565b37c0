package dev.millrace.rollout.harness;

import dev.millrace.rollout.token.Purpose;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of an episode's conversation is sent next. Used by the episode's thread.
final class ContextWindow {
  static final String LEFT_OUT =
      "[left out to save room; call the tool again if you need its result]";
  static final Message.User SUMMARISE =
      new Message.User(
          "The conversation is about to run out of room and will go on from your summary alone."
              + " Call no tool now. Write down what you did, what you found out, the state of the"
              + " files, and what is left to do, with every name and number that you will need.");
  private static final String SUMMARY =
      "\n\nYou have worked on this before. Your own summary of that work:\n\n";

  private final ContextStrategy strategy;
  private final Purpose first;
  private final List<Message> sent;
  private List<Message> opening;
  private boolean cut;

  ContextWindow(ContextStrategy strategy, List<Message> opening) {
    this(strategy, opening, Purpose.MAIN);
  }

  /// @param first what the first request is for
  ContextWindow(ContextStrategy strategy, List<Message> opening, Purpose first) {
    this.strategy = strategy;
    this.first = first;
    this.opening = List.copyOf(opening);
    this.sent = new ArrayList<>(opening);
  }

  /// Goes on with another task after what was said; a cut from now on goes back to that one.
  ///
  /// @param other its opening, the last message of which is what is said now
  void goOn(List<Message> other) {
    opening = List.copyOf(other);
    sent.add(other.getLast());
  }

  void add(Message message) {
    sent.add(message);
  }

  /// Puts a text at the end of the newest message, which is a tool's result.
  void addToLast(String text) {
    sent.set(sent.size() - 1, EpisodeRecord.extended(sent.getLast(), text));
  }

  /// The messages to send.
  List<Message> messages() {
    switch (strategy) {
      case ContextStrategy.KeepRecent(int rounds) -> fold(rounds);
      case ContextStrategy.Hybrid(int rounds, _) -> fold(rounds);
      case ContextStrategy.None _, ContextStrategy.DiscardAll _, ContextStrategy.Compact _ -> {
        // Nothing is folded.
      }
    }
    return List.copyOf(sent);
  }

  /// What the next request is for: the first after a cut goes on from it.
  Purpose purpose() {
    if (!isFresh()) {
      return Purpose.MAIN;
    }
    return cut ? Purpose.COMPACTION : first;
  }

  boolean fits(int promptTokens) {
    return switch (strategy) {
      case ContextStrategy.None _, ContextStrategy.KeepRecent _ -> true;
      case ContextStrategy.DiscardAll(int length) -> promptTokens <= length;
      case ContextStrategy.Hybrid(_, int length) -> promptTokens <= length;
      case ContextStrategy.Compact(int length) -> promptTokens <= length;
    };
  }

  /// Whether the policy is asked for a summary before a cut.
  boolean isSummedUp() {
    return strategy instanceof ContextStrategy.Compact;
  }

  /// Whether nothing was said since the last start, so that there is nothing to leave out.
  boolean isFresh() {
    return sent.size() == opening.size();
  }

  /// Starts again from the task.
  ///
  /// @param summary what the policy wrote of its work, or null for nothing
  void restart(@Nullable String summary) {
    sent.clear();
    sent.addAll(opening);
    if (summary != null && sent.getLast() instanceof Message.User(String task)) {
      // In the task's own message, as many templates allow no two of a user in a row.
      sent.set(sent.size() - 1, new Message.User(task + SUMMARY + summary));
    }
    cut = true;
  }

  /// Folds when twice as many rounds are whole as are to stay: every fold costs a branch and the
  /// engine's cache, so it is made for several rounds at once.
  private void fold(int rounds) {
    List<Integer> whole = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      boolean opensRound =
          sent.get(i) instanceof Message.ToolResult(_, _, String content)
              && !content.equals(LEFT_OUT)
              && sent.get(i - 1) instanceof Message.Assistant;
      if (opensRound) {
        whole.add(i);
      }
    }
    if (whole.size() < 2 * rounds) {
      return;
    }
    int from = whole.get(whole.size() - rounds);
    for (int i = 0; i < from; i++) {
      if (sent.get(i) instanceof Message.ToolResult(String id, String name, _)) {
        sent.set(i, new Message.ToolResult(id, name, LEFT_OUT));
      }
    }
  }
}
