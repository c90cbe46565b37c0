package dev.millrace.rollout.token;

import dev.millrace.rollout.template.Template;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// ChatML turns with Hermes tool calls, under a chat template.
final class HermesFormat implements ChatFormat {
  private static final String STOP = "<|im_end|>";
  private static final Message QUESTION = new Message.User("");

  private final Tokenizer tokenizer;
  private final Template template;
  private final TokenizerRef ref;
  private final HermesParser parser = new HermesParser(STOP);
  private final String beforeTurn;

  HermesFormat(String id, Tokenizer tokenizer, String templateSource) {
    this.tokenizer = tokenizer;
    this.template = Template.compile(templateSource);
    this.ref =
        new TokenizerRef(
            id,
            tokenizer.digest(),
            Digests.sha256(templateSource.getBytes(StandardCharsets.UTF_8)));
    this.beforeTurn = render(List.of(QUESTION), List.of(), GenerationPrompt.OPEN);
  }

  @Override
  public String render(
      List<Message> messages, List<ToolSpec> tools, GenerationPrompt generationPrompt) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("messages", messages.stream().map(TemplateValues::message).toList());
    variables.put("tools", tools.stream().map(TemplateValues::tool).toList());
    variables.put("add_generation_prompt", generationPrompt == GenerationPrompt.OPEN);
    return template.render(variables);
  }

  @Override
  public String renderTurn(Message.Assistant turn) {
    String whole = render(List.of(QUESTION, turn), List.of(), GenerationPrompt.NONE);
    if (!whole.startsWith(beforeTurn)) {
      throw new IllegalStateException(
          "the chat template of " + ref.id() + " renders a turn unlike its generation prompt");
    }
    return whole.substring(beforeTurn.length(), whole.lastIndexOf(STOP) + STOP.length());
  }

  @Override
  public ParsedTurn parse(String sampledText, CallIds callIds) {
    return parser.parse(sampledText, callIds);
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public TokenizerRef ref() {
    return ref;
  }
}
