package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Optional;

/// How a model family writes reasoning and calls into its turns.
public enum MarkupFamily {
  /// JSON between `<tool_call>` tags; reasoning between `<think>` tags, as in most families below:
  /// Hermes, Qwen 2.5, Qwen 3.
  HERMES,
  /// `<function=NAME>` with a `<parameter=NAME>` for each argument: Qwen3-Coder, Qwen 3.5,
  /// Nemotron 3.
  QWEN_XML,
  /// A name with `<arg_key>` and `<arg_value>` for each argument: GLM 4.5 and later.
  GLM,
  /// A section of calls, each an id with JSON: Kimi K2.
  KIMI,
  /// A section of calls, each a name with JSON: DeepSeek V3, R1, V3.1.
  DEEPSEEK,
  /// `invoke` and `parameter` tags that say which values are text: DeepSeek V3.2.
  DEEPSEEK_DSML,
  /// `<invoke name="NAME">` with a `<parameter name="NAME">` for each argument: MiniMax M2.
  MINIMAX,
  /// Bare JSON with `parameters`: Llama 3.1 and 4.
  LLAMA_JSON,
  /// A list of Python calls: LFM2, Llama 3.2 and 4.
  PYTHONIC,
  /// `[TOOL_CALLS]` and a JSON array, or `[TOOL_CALLS]NAME[ARGS]` and JSON; reasoning between
  /// `[THINK]` tags.
  MISTRAL,
  /// Sections for thinking, actions and the response: Command A.
  COHERE,
  /// Channels: gpt-oss.
  HARMONY,
  /// Text only; reasoning where the prompt opened it.
  PLAIN;

  /// The family whose markup a chat template writes.
  public static MarkupFamily detect(String templateSource) {
    return Detection.of(templateSource);
  }

  /// Reads a turn while it is sampled. A call is told once it is whole: nothing that was told turns
  /// out to be something else, and how the text is cut changes nothing.
  public TurnReader reader(ReadSetup setup) {
    return new Readers(setup).of(this);
  }

  /// Reads a whole turn.
  public ParsedTurn parse(String whole, ReadSetup setup) {
    TurnReader reader = reader(setup);
    reader.accept(whole);
    reader.end();
    return reader.turn();
  }

  /// Whether there is a grammar of its calls.
  public boolean isConstrainable() {
    return this != PYTHONIC && this != PLAIN;
  }

  /// What an engine needs to keep the model from writing malformed calls; empty where no tools are
  /// offered, and for a family that is not [constrainable][#isConstrainable()]. Schemas are held to
  /// but for patterns, formats and bounds; arguments that are tags are the declared ones, in order.
  /// It cannot be said that a key of a free JSON object is written once.
  public Optional<ToolConstraint> constraint(List<ToolSpec> tools) {
    return constraint(tools, Demand.NONE);
  }

  /// The same where it is asked how many calls there are. What comes before the first one is free,
  /// but where there has to be one the turn does not end before it.
  public Optional<ToolConstraint> constraint(List<ToolSpec> tools, Demand demand) {
    return Constraints.of(this, tools, demand);
  }
}
