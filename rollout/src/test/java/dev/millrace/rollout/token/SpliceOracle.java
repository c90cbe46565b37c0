package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says by whole renderings, and by words that stand nowhere else, whether a conversation can go on
/// behind a sampled turn, and why not.
final class SpliceOracle {
  private final ChatFormat format;
  private final StopTexts stops;

  SpliceOracle(ChatFormat format) {
    this.format = format;
    this.stops = ((TemplateFormat) format).stops();
  }

  /// A branch after its last turn, as the agent knows it.
  ///
  /// @param messages with the thinking that was sampled, the turn the last of them
  /// @param asked how the prompt was rendered
  /// @param said the turn's text as sampled
  /// @param text all of the branch
  /// @param ids all of the branch
  record Known(
      BranchId id,
      List<Message> messages,
      Conversation asked,
      Purpose purpose,
      String said,
      String text,
      int[] ids) {
    Message.Assistant turn() {
      return (Message.Assistant) messages.getLast();
    }

    /// How many leading messages are the same.
    int common(List<Message> others) {
      int most = Math.min(messages.size(), others.size());
      int same = 0;
      while (same < most && messages.get(same).equals(others.get(same))) {
        same++;
      }
      return same;
    }

    boolean isContinuedBy(List<Message> others) {
      return common(others) == messages.size();
    }
  }

  String render(Conversation conversation) {
    return format.render(conversation, GenerationPrompt.OPEN);
  }

  /// Both sides of a seam, for messages.
  String seen(Known known, Conversation now) {
    Conversation before =
        known.asked().with(now.messages().subList(0, known.messages().size() - 1));
    return "\n--- sent before: "
        + render(before)
        + "\n--- said: "
        + known.said()
        + "\n--- now: "
        + render(now)
        + "\n---";
  }

  /// @param now the whole conversation, with all thinking
  /// @return why the branch cannot be continued, or null when it can
  @Nullable BranchCause breakBehind(Known known, Conversation now) {
    String text = render(now);
    Conversation before =
        known.asked().with(now.messages().subList(0, known.messages().size() - 1));
    if (isSpliced(known, render(before), text, now)) {
      return null;
    }
    Conversation otherTools =
        new Conversation(before.messages(), now.tools(), before.templateArguments());
    if (!render(otherTools).equals(render(before))) {
      return BranchCause.TOOLS_CHANGED;
    }
    boolean isHidden =
        known.messages().stream()
            .filter(Reasonings::isSome)
            .map(turn -> String.valueOf(((Message.Assistant) turn).reasoning()).strip())
            .anyMatch(thought -> known.text().contains(thought) && !text.contains(thought));
    return isHidden ? BranchCause.THINKING_DROPPED : BranchCause.TEMPLATE_REWRITES;
  }

  private boolean isSpliced(Known known, String before, String text, Conversation now) {
    if (!text.startsWith(before)) {
      return false;
    }
    if (stops.ending(known.said()) != null && text.startsWith(known.said(), before.length())) {
      return true;
    }
    String region = text.substring(before.length(), newWords(known, text, now));
    String stop = lastStop(region);
    String sampledStop = stops.ending(known.said());
    String thought = known.turn().reasoning();
    return stop != null
        && (sampledStop == null || sampledStop.equals(stop))
        && (thought == null || region.contains(thought.strip()))
        && region.contains(known.turn().content().strip());
  }

  /// Where the first message behind the turn has its word.
  private static int newWords(Known known, String text, Conversation now) {
    String content = now.messages().get(known.messages().size()).content();
    int at = text.indexOf(AgentWords.in(content));
    assertTrue(at >= 0, () -> "the template hides what is new: " + content + " in " + text);
    return at;
  }

  private @Nullable String lastStop(String region) {
    String last = null;
    int lastAt = -1;
    for (String stop : stops.texts()) {
      int at = region.lastIndexOf(stop);
      if (at > lastAt) {
        lastAt = at;
        last = stop;
      }
    }
    return last;
  }

  /// What stands behind the sampled turn: the end of it where it was cut off, and then the end of
  /// the whole rendering, from behind the turn on.
  void assertAdded(Known known, Conversation now, int[] prompt) {
    String whole = format.tokenizer().decode(prompt);
    String added = whole.substring(known.text().length());
    String text = render(now);
    if (stops.ending(known.said()) == null) {
      StopTexts.Found end =
          Objects.requireNonNull(
              stops.first(added, 0), "a turn that was cut off is not ended: " + added);
      added = added.substring(end.end());
    }
    assertTrue(
        text.endsWith(added),
        "added " + added + " is not the end of " + text + " behind " + seen(known, now));
    String rest = text.substring(0, text.length() - added.length());
    List<Message> messages = now.messages();
    for (int i = 0; i < messages.size(); i++) {
      if (!(messages.get(i) instanceof Message.Assistant)) {
        String word = AgentWords.in(messages.get(i).content());
        boolean isNew = i >= known.messages().size();
        assertEquals(isNew, added.contains(word), "message " + i + " in what is added: " + added);
        assertTrue(!isNew || !rest.contains(word), "message " + i + " before what is added");
      }
    }
  }
}
