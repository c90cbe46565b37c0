package dev.millrace.rollout.token;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.MarkupFamily;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.TurnReader;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Map;

/// How one model writes a conversation: its chat template, its markup and its tokenizer, bound
/// together. Any thread may use it.
public interface ChatFormat {
  /// Renders a conversation.
  ///
  /// @param prompt whether to end with what opens an assistant turn
  /// @throws dev.millrace.rollout.template.TemplateException when the template refuses it
  String render(Conversation conversation, GenerationPrompt prompt);

  /// What an assistant turn looks like between the generation prompt and its stop token, inclusive.
  String renderTurn(Message.Assistant turn);

  /// Reads a turn while it is sampled.
  ///
  /// @param promptText the prompt's text, or its end
  /// @param callIds names the calls, in order
  TurnReader reader(String promptText, List<ToolSpec> tools, CallIds callIds);

  /// Reads a whole turn.
  ///
  /// @param sampledText what was sampled, its stop token included
  ParsedTurn parse(String sampledText, String promptText, List<ToolSpec> tools, CallIds callIds);

  /// The template variables that an option means for this template.
  Map<String, Object> arguments(TemplateOptions options);

  /// Whether the template has a switch for thinking.
  default boolean switchesThinking() {
    TemplateOptions on = TemplateOptions.DEFAULT;
    return !arguments(on).equals(arguments(on.withThinking(false)));
  }

  /// The ids that end a turn.
  int[] stopIds();

  /// How its turns are written.
  MarkupFamily family();

  Tokenizer tokenizer();

  TokenizerRef ref();

  /// Whether a rendering ends with what opens an assistant turn.
  enum GenerationPrompt {
    OPEN,
    NONE
  }
}
