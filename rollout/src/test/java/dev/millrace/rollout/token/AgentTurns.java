package dev.millrace.rollout.token;

import dev.millrace.rollout.markup.MarkupFamily;
import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Turns as a model samples them: with thinking and without, with calls and without, ended as they
/// should be or otherwise, cut off anywhere, in ids that no tokenizer would choose.
final class AgentTurns {
  static final ToolSpec LOOK = tool("look");
  static final ToolSpec ACT = tool("act");
  private static final List<String> ACTED = List.of("<|call|>", "<|observation|>", "<|eom_id|>");
  private static final List<String> SAID = List.of("<|return|>", "<|user|>");
  private static final String END_OF_TEXT = "</s>";

  private final ChatFormat format;
  private final Random random;
  private final AgentWords words;
  private final boolean knowsTools;

  AgentTurns(ChatFormat format, Random random, AgentWords words) {
    this.format = format;
    this.random = random;
    this.words = words;
    this.knowsTools = knowsTools(format);
  }

  private static ToolSpec tool(String name) {
    return new ToolSpec(
        name,
        "Does " + name + ".",
        """
        {"type": "object", "properties": {"command": {"type": "string", "description": "What."}},
         "required": ["command"]}\
        """);
  }

  /// Not all templates show what tools give.
  static boolean knowsTools(ChatFormat format) {
    ToolCall call = new ToolCall("functions.look:0", "look", "{}");
    List<Message> used =
        List.of(
            new Message.User("u"),
            new Message.Assistant("", null, List.of(call)),
            new Message.ToolResult(call.id(), call.name(), "found"));
    try {
      return format
          .render(Conversation.of(used, List.of(LOOK)), GenerationPrompt.OPEN)
          .contains("found");
    } catch (TemplateException e) {
      return false;
    }
  }

  int[] next(Prompt prompt, List<ToolSpec> tools) {
    List<ToolCall> calls = tools.isEmpty() || !knowsTools ? List.of() : calls();
    Message.Assistant turn =
        new Message.Assistant(
            !calls.isEmpty() && random.nextBoolean() ? "" : words.text(),
            random.nextInt(3) > 0 ? words.plain() : null,
            calls);
    String stop =
        random.nextInt(8) == 0 ? anyStop() : stop(format, !calls.isEmpty() ? ACTED : SAID);
    ByteTokenizer tokenizer = (ByteTokenizer) format.tokenizer();
    int[] ids = tokenizer.encode(RawTurns.of(format.family(), prompt.textTail(), turn) + stop);
    if (random.nextInt(3) == 0) {
      ids = tokenizer.respelled(ids, random);
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(ids, 1 + random.nextInt(ids.length)) : ids;
  }

  private List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>();
    // A turn of this family ends with its first call.
    int most = format.family() == MarkupFamily.HARMONY ? 1 : 2;
    for (int i = Math.min(most, random.nextInt(4)); i > 0; i--) {
      calls.add(call(words.plain()));
    }
    return calls;
  }

  static ToolCall call(String command) {
    return new ToolCall("x", "look", "{\"command\": \"" + command + "\"}");
  }

  private String anyStop() {
    List<String> stops = stops(format);
    return stops.get(random.nextInt(stops.size()));
  }

  /// What ends a turn that acts.
  static String stopOfCall(ChatFormat format) {
    return stop(format, ACTED);
  }

  /// What ends a turn that only speaks.
  static String stopOfAnswer(ChatFormat format) {
    return stop(format, SAID);
  }

  private static String stop(ChatFormat format, List<String> special) {
    List<String> stops = stops(format);
    return special.stream()
        .filter(stops::contains)
        .findFirst()
        .or(
            () ->
                stops.stream()
                    .filter(stop -> !ACTED.contains(stop) && !stop.equals(END_OF_TEXT))
                    .findFirst())
        .orElse(END_OF_TEXT);
  }

  private static List<String> stops(ChatFormat format) {
    return ((TemplateFormat) format).stops().texts().stream().sorted().toList();
  }
}
