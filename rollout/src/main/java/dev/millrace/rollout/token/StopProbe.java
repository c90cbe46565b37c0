package dev.millrace.rollout.token;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what ends a turn by rendering turns and looking behind their last word.
final class StopProbe {
  static final String MARK = "zqxw";
  private static final Message USER = new Message.User("u");
  private static final Message SAID = new Message.Assistant(MARK, null, List.of());
  private static final String ID = "functions.probe:0";
  private static final Message CALLED =
      new Message.Assistant(
          "", null, List.of(new ToolCall(ID, "probe", "{\"" + MARK + "\": \"" + MARK + "\"}")));
  private static final Message RESULT = new Message.ToolResult(ID, "probe", "r");

  /// A token that no list has: in angle or square brackets, right behind the content.
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(<[^<>\\s]+>|\\[[^\\[\\]\\s]+[\\]\\[])");

  private StopProbe() {}

  static StopTexts of(ChatFormat format, @Nullable String endOfText) {
    Set<String> found = new LinkedHashSet<>();
    add(found, behind(format, List.of(USER, SAID), GenerationPrompt.NONE), true);
    add(found, behind(format, List.of(USER, SAID, USER), GenerationPrompt.OPEN), true);
    add(found, behind(format, List.of(USER, CALLED), GenerationPrompt.NONE), false);
    add(found, behind(format, List.of(USER, CALLED, RESULT), GenerationPrompt.OPEN), false);
    if (endOfText != null && !endOfText.isEmpty()) {
      found.add(endOfText);
    }
    return new StopTexts(found);
  }

  /// What stands behind the probe's turn, or null where the template refuses such a conversation.
  private static @Nullable String behind(
      ChatFormat format, List<Message> messages, GenerationPrompt prompt) {
    try {
      String text = format.render(Conversation.of(messages, List.of()), prompt);
      int at = text.lastIndexOf(MARK);
      return at < 0 ? null : text.substring(at + MARK.length());
    } catch (TemplateException e) {
      return null;
    }
  }

  private static void add(Set<String> found, @Nullable String behind, boolean isContent) {
    if (behind == null) {
      return;
    }
    StopTexts.Found known = new StopTexts(Set.copyOf(StopTexts.KNOWN)).first(behind, 0);
    if (known != null) {
      found.add(known.text());
      return;
    }
    Matcher token = TOKEN.matcher(behind);
    if (isContent && token.lookingAt()) {
      found.add(token.group(1));
    }
  }
}
