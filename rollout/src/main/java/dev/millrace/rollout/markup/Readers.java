package dev.millrace.rollout.markup;

import dev.millrace.rollout.markup.TurnBuilder.Edges;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The readers of all families, put together from parts.
final class Readers {
  private static final String THINK = "<think>";
  private static final String THINK_END = "</think>";
  private static final String THINKING = "<|START_THINKING|>";
  private static final String THINKING_END = "<|END_THINKING|>";

  private final ReadSetup setup;
  private final TextPart text = new TextPart();

  Readers(ReadSetup setup) {
    this.setup = setup;
  }

  TurnReader of(MarkupFamily family) {
    return switch (family) {
      case HERMES -> calls("<tool_call>", () -> new TagCall("</tool_call>", text), 1, 2, true);
      case QWEN_XML -> calls("<tool_call>", () -> invoke(InvokeTags.QWEN), 2, 2, true);
      case GLM -> calls("<tool_call>", () -> new GlmCall(types(), text), 1, 1, false);
      case KIMI -> kimi();
      case DEEPSEEK -> deepSeek();
      case DEEPSEEK_DSML ->
          calls("<｜DSML｜function_calls>", () -> invoke(InvokeTags.DSML), 2, 0, false);
      case MINIMAX -> calls("<minimax:tool_call>", () -> invoke(InvokeTags.MINIMAX), 1, 2, true);
      case LLAMA_JSON -> llama();
      case PYTHONIC -> pythonic();
      case MISTRAL -> mistral();
      case COHERE -> cohere();
      case HARMONY -> reader(Harmony.of(setup.promptTail()), Edges.NONE);
      case PLAIN -> plain();
    };
  }

  private TurnReader reader(Part first, Edges edges) {
    return new MarkupReader(
        first, new TurnBuilder(setup.callIds(), edges), new StopTail(setup.stopTexts()));
  }

  private Part thinking(Part then) {
    return Opening.of(THINK, THINK_END, then, setup.promptTail());
  }

  private TurnReader calls(
      String open, Supplier<Part> call, int beforeCall, int afterThought, boolean isPadded) {
    text.on(open, call);
    return reader(thinking(text), new Edges(beforeCall, afterThought, isPadded));
  }

  private ArgumentTypes types() {
    return new ArgumentTypes(setup.tools());
  }

  private Part invoke(InvokeTags tags) {
    return new InvokeBlock(tags, types(), text);
  }

  private TurnReader kimi() {
    text.without("<|tool_calls_section_begin|>").without("<|tool_calls_section_end|>");
    return calls(KimiCall.OPEN, () -> new KimiCall(text), 0, 0, false);
  }

  private TurnReader deepSeek() {
    text.without("<｜tool▁calls▁begin｜>").without("<｜tool▁calls▁end｜>");
    return calls(DeepSeekCall.OPEN, () -> new DeepSeekCall(text), 0, 2, true);
  }

  private TurnReader llama() {
    Set<String> tools = setup.tools().stream().map(ToolSpec::name).collect(Collectors.toSet());
    text.without("<|python_start|>")
        .on("<|python_end|>", () -> new LlamaCall(tools, text))
        .on("<|python_tag|>", () -> new PythonTag(new LlamaCall(tools, text)));
    return reader(thinking(new LlamaCall(tools, text)), new Edges(0, 2, true));
  }

  private TurnReader pythonic() {
    text.on("<|tool_call_start|>", () -> PythonBlock.marked("<|tool_call_end|>", text))
        .without("<|python_start|>")
        .without("<|python_end|>");
    return reader(thinking(new PythonBlock.Start(text)), new Edges(1, 2, true));
  }

  private TurnReader mistral() {
    text.on(MistralCalls.OPEN, () -> new MistralCalls(text));
    return reader(Opening.of("[THINK]", "[/THINK]", text, setup.promptTail()), Edges.NONE);
  }

  private TurnReader cohere() {
    ActionList.Fields fields = new ActionList.Fields("tool_name", "parameters");
    text.on(THINKING, () -> new Thought(THINKING_END, text, true))
        .on("<|START_ACTION|>", () -> new ActionList(fields, "<|END_ACTION|>", text))
        .without("<|START_RESPONSE|>")
        .without("<|END_RESPONSE|>")
        .without("<|START_TEXT|>")
        .without("<|END_TEXT|>");
    return reader(Opening.of(THINKING, THINKING_END, text, setup.promptTail()), Edges.NONE);
  }

  private TurnReader plain() {
    boolean isThinking = setup.promptTail().stripTrailing().endsWith(THINK);
    return reader(isThinking ? thinking(text) : text, new Edges(0, 2, true));
  }
}
