package dev.millrace.rollout.token;

import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;

/// Tells why a conversation does not continue a chain.
final class Drift {
  private Drift() {}

  /// @param matched how many leading messages are the story's
  static BranchCause of(Story story, PromptRequest request, int matched) {
    return switch (request.purpose()) {
      case SIDE_CALL -> BranchCause.SIDE_CALL;
      case COMPACTION -> BranchCause.COMPACTION;
      case SUB_AGENT -> BranchCause.SUB_AGENT;
      case NEXT_STEP -> BranchCause.NEXT_STEP;
      case MAIN -> found(story, request.messages(), matched);
    };
  }

  private static BranchCause found(Story story, List<Message> messages, int matched) {
    if (messages.size() <= matched) {
      return BranchCause.HISTORY_SHORTENED;
    }
    if (matched == 0 && !(messages.getFirst() instanceof Message.Assistant)) {
      return holdsATurnOf(story, messages) ? BranchCause.HISTORY_REWRITTEN : BranchCause.SUB_AGENT;
    }
    if (isNewStart(messages, matched)) {
      return BranchCause.COMPACTION;
    }
    if (matched == story.size() - 1) {
      return BranchCause.TURN_REWRITTEN;
    }
    return isLater(story, messages.get(matched), matched)
        ? BranchCause.HISTORY_SHORTENED
        : atSampledTurn(story, messages, matched);
  }

  /// Agents put the time or the state of the files into a system prompt: what follows it is the
  /// same work.
  private static boolean holdsATurnOf(Story story, List<Message> messages) {
    return messages.stream()
        .filter(Message.Assistant.class::isInstance)
        .anyMatch(turn -> story.ours().stream().anyMatch(ours -> Likeness.same(ours, turn)));
  }

  private static BranchCause atSampledTurn(Story story, List<Message> messages, int matched) {
    return story.ours().get(matched) instanceof Message.Assistant
            && messages.get(matched) instanceof Message.Assistant
        ? BranchCause.TURN_REWRITTEN
        : BranchCause.HISTORY_REWRITTEN;
  }

  /// The same system prompt, then another question, and nothing said yet.
  private static boolean isNewStart(List<Message> messages, int matched) {
    return messages.subList(0, matched).stream().allMatch(Message.SystemPrompt.class::isInstance)
        && messages.stream().noneMatch(Message.Assistant.class::isInstance);
  }

  private static boolean isLater(Story story, Message message, int matched) {
    return story.ours().subList(matched + 1, story.size()).stream()
        .anyMatch(ours -> Likeness.same(ours, message));
  }

  /// Why a template renders otherwise what it rendered for a chain's last turn.
  ///
  /// @param before what was rendered then, as it was then
  /// @param text the rendering of `now`
  static BranchCause byTemplate(
      ChatFormat format, Story story, Conversation before, Conversation now, String text) {
    String sent = format.render(before, GenerationPrompt.OPEN);
    if (!now.tools().equals(before.tools())) {
      Conversation other =
          new Conversation(before.messages(), now.tools(), before.templateArguments());
      if (!format.render(other, GenerationPrompt.OPEN).equals(sent)) {
        return BranchCause.TOOLS_CHANGED;
      }
    }
    return Reasonings.isAnyHidden(story.ours(), sent + story.sampledText(), text)
        ? BranchCause.THINKING_DROPPED
        : BranchCause.TEMPLATE_REWRITES;
  }
}
