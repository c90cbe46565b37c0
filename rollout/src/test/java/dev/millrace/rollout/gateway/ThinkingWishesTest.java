package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.token.Tokenizers;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests switch thinking for their turn, where that is the mode; the record says what it was.
class ThinkingWishesTest {
  private static final String ON = ",\"chat_template_kwargs\":{\"enable_thinking\":true}";
  private static final String OFF = ",\"chat_template_kwargs\":{\"enable_thinking\":false}";
  private static final String CLOSED = "<think>\n\n</think>\n\n";

  /// Closes thinking in the prompt of a turn that is not to think.
  private static final String TEMPLATE =
      """
      {%- for m in messages %}
      {{- '<|im_start|>' + m.role + '\\n' }}
      {%- if m.role == 'assistant' and KEPT %}
      {{- '<think>\\n' + (m.reasoning_content or '') + '\\n</think>\\n\\n' }}
      {%- endif %}
      {{- m.content }}
      {%- for c in m.tool_calls or [] %}
      {{- '<tool_call>\\n{"name": "' + c.function.name + '", "arguments": ' }}
      {{- (c.function.arguments | tojson) + '}\\n</tool_call>' }}
      {%- endfor %}
      {{- '<|im_end|>\\n' }}
      {%- endfor %}
      {%- if add_generation_prompt %}
      {{- '<|im_start|>assistant\\n' }}
      {{- '<think>\\n\\n</think>\\n\\n' if enable_thinking is defined and not enable_thinking }}
      {%- endif %}\
      """;

  @TempDir Path directory;

  private static ChatFormat format(String kept) {
    String template = TEMPLATE.replace("KEPT", kept);
    return ChatFormats.of("switched", Tokenizers.bundled(), template, Map.of());
  }

  private static String said(String question, String answer) {
    return question
        + ",{\"role\":\"assistant\",\"content\":\""
        + answer
        + "\"},{\"role\":\"user\",\"content\":\"And now?\"}";
  }

  private GatewaySession open(
      Served served, ChatFormat format, ThinkingMode mode, Served.Engine engine) {
    TemplateOptions usual = TemplateOptions.of(mode);
    GatewayEpisode other =
        Served.episode(
            "episode-2",
            engine,
            Limits.DEFAULT,
            new ServedModel("millrace", List.of(), List.of(), usual, ToolCalls.FREE));
    return served.gateway.open(
        new GatewayEpisode(
            other.id(),
            other.policy(),
            format,
            other.limits(),
            other.model(),
            other.vigilance(),
            other.listener()));
  }

  /// A turn that thinks, one that must not, one that does again.
  private SessionRecord threeTurns(String kept, Served.Recorder engine) {
    try (Served served = Served.of(directory, engine);
        GatewaySession session = open(served, format(kept), ThinkingMode.TURN_LEVEL, engine)) {
      Client client = Client.of(session);
      String talk = "{\"role\":\"user\",\"content\":\"List files.\"}";
      List<String> wishes = List.of(ON, OFF, ON);
      for (String wish : wishes) {
        String body = "{\"messages\":[" + talk + "]" + wish + "}";
        Client.Reply reply = client.post("/v1/chat/completions", body);
        assertEquals(200, reply.status(), reply.body());
        talk = said(talk, reply.json().at("/choices/0/message/content").asText());
      }
      return session.record();
    }
  }

  private static Served.Recorder answers() {
    return new Served.Recorder(
        request -> {
          boolean closed = Served.FORMAT.tokenizer().decode(request.promptIds()).endsWith(CLOSED);
          String thought = closed ? "" : "<think>\nhm\n</think>\n\n";
          return Served.said(thought + "Done.<|im_end|>", request);
        });
  }

  private static List<Thinking> thinking(SessionRecord record) {
    return record.branches().stream()
        .flatMap(branch -> branch.turns().stream())
        .filter(turn -> turn.modelCall() != null)
        .map(turn -> Objects.requireNonNull(turn.thinking()))
        .toList();
  }

  private static void assertSent(SessionRecord record) {
    for (ModelCall call : record.modelCalls()) {
      Branch branch =
          record.branches().stream()
              .filter(one -> one.id().equals(call.branch()))
              .findFirst()
              .orElseThrow();
      assertEquals(
          Tokens.prefixDigest(branch.tokens().ids(), call.promptTokens()), call.promptDigest());
    }
  }

  @Test
  void turnThatIsSwitchedOffIsRecordedSoAndStaysOnItsBranch() {
    Served.Recorder engine = answers();
    SessionRecord record = threeTurns("true", engine);
    assertEquals(
        List.of(false, true, false),
        engine.prompts().stream().map(prompt -> prompt.endsWith(CLOSED)).toList());
    assertEquals(List.of(true, false, true), thinking(record).stream().map(Thinking::on).toList());
    assertEquals(
        List.of(false, true, true), thinking(record).stream().map(Thinking::pastVisible).toList());
    assertEquals(1, record.branches().size());
    assertEquals(Map.of(), record.drifts());
    assertSent(record);
  }

  /// What closed thinking in the prompt is not shown later: that prompt cannot be gone on from.
  @Test
  void templateThatForgetsTheSwitchStartsABranchBehindTheTurn() {
    SessionRecord record = threeTurns("m.reasoning_content", answers());
    assertEquals(List.of(true, false, true), thinking(record).stream().map(Thinking::on).toList());
    assertEquals(Map.of(BranchCause.TEMPLATE_REWRITES, 1), record.drifts());
    assertEquals(
        List.of(2L, 1L),
        record.branches().stream()
            .map(one -> one.turns().stream().filter(turn -> turn.modelCall() != null).count())
            .toList());
    assertEquals(record.branches().getFirst().id(), record.branches().getLast().parent());
    assertSent(record);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/messages|\"thinking\":{\"type\":\"disabled\"}|false",
        "/v1/messages|\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}|true",
        "/v1/messages|\"thinking\":{\"type\":\"adaptive\"}|true",
        "/v1/chat/completions|\"chat_template_kwargs\":{\"enable_thinking\":false}|false",
        "/v1/chat/completions|\"chat_template_kwargs\":{\"thinking\":false}|false",
        "/v1/chat/completions|\"thinking\":{\"type\":\"disabled\"}|false",
        "/v1/chat/completions|\"reasoning_effort\":\"none\"|false",
        "/v1/chat/completions|\"reasoning_effort\":\"low\"|true",
        "/v1/chat/completions|\"reasoning_effort\":null|true",
        "/v1/completions|\"reasoning_effort\":\"none\"|false",
        "/v1/responses|\"reasoning\":{\"effort\":\"none\"}|false",
        "/v1/responses|\"reasoning\":{\"effort\":\"high\"}|true",
        "/v1/responses|\"reasoning\":{\"summary\":\"auto\"}|true"
      })
  void everyDialectHasItsWords(String path, String wish, boolean on) {
    Served.Recorder engine = answers();
    try (Served served = Served.of(directory, engine)) {
      assertThinks(served, engine, ThinkingMode.TURN_LEVEL, path, wish, on);
      assertThinks(served, engine, ThinkingMode.INTERLEAVED, path, wish, true);
    }
  }

  private void assertThinks(
      Served served,
      Served.Recorder engine,
      ThinkingMode mode,
      String path,
      String wish,
      boolean on) {
    String question = "[{\"role\":\"user\",\"content\":\"List files.\"}]";
    String body =
        switch (path) {
          case "/v1/completions" -> "{\"prompt\":\"List files.\",";
          case "/v1/responses" -> "{\"input\":\"List files.\",";
          default -> "{\"max_tokens\":500,\"messages\":" + question + ",";
        };
    try (GatewaySession session = open(served, format("true"), mode, engine)) {
      Client.Reply reply = Client.of(session).post(path, body + wish + "}");
      assertEquals(200, reply.status(), reply.body());
      assertEquals(List.of(new Thinking(on, false, mode)), thinking(session.record()));
      assertEquals(!on, engine.prompts().getLast().endsWith(CLOSED));
    }
  }

  @Test
  void wishThatIsNoWishIsRefused() {
    Served.Recorder engine = answers();
    try (Served served = Served.of(directory, engine)) {
      String body =
          "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
              + "\"chat_template_kwargs\":{\"enable_thinking\":\"no\"}}";
      Client.Reply reply = served.client.post("/v1/chat/completions", body);
      assertEquals(400, reply.status(), reply.body());
    }
  }
}
