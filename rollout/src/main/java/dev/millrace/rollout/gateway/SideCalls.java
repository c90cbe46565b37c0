package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells requests that are no part of the work: titles, probes, summaries for display. In doubt a
/// request is work: to train a title is a small harm, to lose a turn a large one. What offers tools
/// is always work.
final class SideCalls {
  /// An answer this short, where the work has tools and these are not offered, says nothing.
  private static final int SHORT_TOKENS = 512;

  private static final int PROBE_TOKENS = 16;

  private static final List<String> TITLES =
      List.of(
          "title generator",
          "generate a title",
          "generate a short title",
          "generate a concise title",
          "concise, sentence-case title",
          "conversation title",
          "session title",
          "thread title",
          "session name",
          "indicates a new conversation topic",
          "commit message for",
          "extract any file paths that this command reads");

  private SideCalls() {}

  /// What the work looks like so far.
  ///
  /// @param first the work's first message that is no system prompt, or null before its first turn
  record Work(boolean hasTools, @Nullable Message first) {}

  /// The kind of side call, or null when the request is work.
  static @Nullable String kind(Ask ask, ServedModel model, Work work) {
    if (!ask.tools().isEmpty()) {
      return null;
    }
    if (isTitle(ask.messages())) {
      return "title";
    }
    Integer most = ask.wishes().maxTokens();
    boolean isOpening = ask.messages().size() <= 2;
    if (most != null && most <= PROBE_TOKENS && isOpening) {
      return "probe";
    }
    String asked = ask.wishes().model();
    if (asked != null && model.isSide(asked)) {
      return "small_model";
    }
    boolean isOther = work.hasTools() && !ask.messages().contains(work.first());
    return isOther && most != null && most <= SHORT_TOKENS ? "short" : null;
  }

  /// Looks at the system prompt and the last message, in their beginnings.
  private static boolean isTitle(List<Message> messages) {
    return isTitle(messages.getFirst())
        || (messages.size() <= 3 && messages.stream().anyMatch(SideCalls::isTitle));
  }

  private static boolean isTitle(Message message) {
    if (message instanceof Message.Assistant || message instanceof Message.ToolResult) {
      return false;
    }
    String text = message.content();
    String head = text.substring(0, Math.min(300, text.length())).toLowerCase(Locale.ROOT);
    return TITLES.stream().anyMatch(head::contains);
  }
}
