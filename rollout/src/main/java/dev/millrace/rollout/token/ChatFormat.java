package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;

/// How one model family writes a conversation: its chat template, its tool-call markup and its
/// tokenizer, bound together. Any thread may use it.
public interface ChatFormat {
  /// Renders a conversation.
  ///
  /// @param generationPrompt whether to end with what opens an assistant turn
  String render(List<Message> messages, List<ToolSpec> tools, GenerationPrompt generationPrompt);

  /// What an assistant turn looks like between the generation prompt and its stop token, inclusive.
  String renderTurn(Message.Assistant turn);

  /// Reads what was sampled after the generation prompt.
  ///
  /// @param callIds names the calls, in order
  ParsedTurn parse(String sampledText, CallIds callIds);

  Tokenizer tokenizer();

  TokenizerRef ref();

  /// Whether a rendering ends with what opens an assistant turn.
  enum GenerationPrompt {
    OPEN,
    NONE
  }

  /// Names a trajectory's calls `call_0`, `call_1`, …
  final class CallIds {
    private int next;

    public String next() {
      return "call_" + next++;
    }
  }
}
