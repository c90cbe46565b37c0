package dev.millrace.rollout.token;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.MarkupFamily;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.markup.ReadSetup;
import dev.millrace.rollout.markup.TurnReader;
import dev.millrace.rollout.template.Template;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Any model's format, by its chat template.
final class TemplateFormat implements ChatFormat {
  private static final Message QUESTION = new Message.User("u");

  private final Tokenizer tokenizer;
  private final TokenizerRef ref;
  private final ThinkingArguments thinking;
  private final Template template;
  // A date in a prompt must not change under a conversation.
  private final InstantSource clock = InstantSource.fixed(InstantSource.system().instant());
  private final Map<String, String> specialTokens;
  private final MarkupFamily family;
  private final MessageShape shape;
  private final StopTexts stops;
  private final int[] stopIds;
  private final Splicer splicer;

  /// @param specialTokens by their template variables: `bos_token`, `eos_token`, …
  /// @param furtherStops ids that end a turn besides those that the template shows
  TemplateFormat(
      String id,
      Tokenizer tokenizer,
      String source,
      Map<String, String> specialTokens,
      Set<Integer> furtherStops) {
    this.tokenizer = tokenizer;
    this.thinking = ThinkingArguments.in(source);
    this.template = Template.compile(source);
    this.specialTokens = Map.copyOf(specialTokens);
    this.ref =
        new TokenizerRef(
            id, tokenizer.digest(), Digests.sha256(source.getBytes(StandardCharsets.UTF_8)));
    this.family = MarkupFamily.detect(source);
    this.shape = MessageShape.of(source, template, this.specialTokens);
    this.stops = StopProbe.of(this, this.specialTokens.get("eos_token"));
    this.stopIds = stops.ids(tokenizer, furtherStops);
    this.splicer = new Splicer(this, stops);
  }

  @Override
  public String render(Conversation conversation, GenerationPrompt prompt) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(specialTokens);
    variables.put("messages", conversation.messages().stream().map(shape::message).toList());
    List<ToolSpec> tools = conversation.tools();
    variables.put("tools", tools.isEmpty() ? null : tools.stream().map(ToolValues::tool).toList());
    variables.put("documents", null);
    variables.put("add_generation_prompt", prompt == GenerationPrompt.OPEN);
    variables.putAll(conversation.templateArguments());
    return template.rendering(variables, clock, ZoneOffset.UTC).text();
  }

  @Override
  public String renderTurn(Message.Assistant turn) {
    String before = render(of(QUESTION), GenerationPrompt.OPEN);
    String whole = render(of(QUESTION, turn), GenerationPrompt.NONE);
    if (!whole.startsWith(before)) {
      throw new IllegalStateException(
          "the chat template of " + ref.id() + " renders a turn unlike its generation prompt");
    }
    int end = whole.length();
    for (String stop : stops.texts()) {
      int at = whole.lastIndexOf(stop);
      if (at >= before.length() && whole.substring(at + stop.length()).isBlank()) {
        end = at + stop.length();
      }
    }
    return whole.substring(before.length(), end);
  }

  private static Conversation of(Message... messages) {
    return Conversation.of(List.of(messages), List.of());
  }

  @Override
  public TurnReader reader(String promptText, List<ToolSpec> tools, CallIds callIds) {
    return family.reader(new ReadSetup(tools, promptText, callIds, stops.texts()));
  }

  @Override
  public ParsedTurn parse(
      String sampledText, String promptText, List<ToolSpec> tools, CallIds callIds) {
    return family.parse(sampledText, new ReadSetup(tools, promptText, callIds, stops.texts()));
  }

  @Override
  public Map<String, Object> arguments(TemplateOptions options) {
    return thinking.of(options);
  }

  @Override
  public int[] stopIds() {
    return stopIds.clone();
  }

  StopTexts stops() {
    return stops;
  }

  Splicer splicer() {
    return splicer;
  }

  @Override
  public MarkupFamily family() {
    return family;
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
