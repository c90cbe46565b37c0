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

/// A format that counts what it is made to do.
public final class CountingFormat implements ChatFormat, Tokenizer {
  private final ChatFormat format;
  long renderedChars;
  long encodedChars;
  long decodedIds;

  public CountingFormat(ChatFormat format) {
    this.format = format;
  }

  /// Characters that were rendered and encoded and ids that were decoded so far.
  public long work() {
    return renderedChars + encodedChars + decodedIds;
  }

  /// What is counted, for work that is not.
  ChatFormat real() {
    return format;
  }

  @Override
  public String render(Conversation conversation, GenerationPrompt prompt) {
    String text = format.render(conversation, prompt);
    renderedChars += text.length();
    return text;
  }

  @Override
  public String renderTurn(Message.Assistant turn) {
    return format.renderTurn(turn);
  }

  @Override
  public TurnReader reader(String promptText, List<ToolSpec> tools, CallIds callIds) {
    return format.reader(promptText, tools, callIds);
  }

  @Override
  public ParsedTurn parse(
      String sampledText, String promptText, List<ToolSpec> tools, CallIds callIds) {
    return format.parse(sampledText, promptText, tools, callIds);
  }

  @Override
  public Map<String, Object> arguments(TemplateOptions options) {
    return format.arguments(options);
  }

  @Override
  public int[] stopIds() {
    return format.stopIds();
  }

  @Override
  public MarkupFamily family() {
    return format.family();
  }

  @Override
  public Tokenizer tokenizer() {
    return this;
  }

  @Override
  public TokenizerRef ref() {
    return format.ref();
  }

  @Override
  public int[] encode(String text) {
    encodedChars += text.length();
    return format.tokenizer().encode(text);
  }

  @Override
  public String decode(int[] ids) {
    decodedIds += ids.length;
    return format.tokenizer().decode(ids);
  }

  @Override
  public int size() {
    return tokenizer().size();
  }

  @Override
  public boolean knows(int id) {
    return tokenizer().knows(id);
  }

  @Override
  public String digest() {
    return format.tokenizer().digest();
  }
}
