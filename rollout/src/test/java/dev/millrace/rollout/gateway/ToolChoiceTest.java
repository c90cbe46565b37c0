package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.gateway.Dialects.Choice;
import dev.millrace.rollout.markup.Demand;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToolChoiceTest {
  private static final Assistant TWO =
      new Assistant(
          "Both.",
          null,
          List.of(
              new ToolCall("a", "bash", "{\"command\": \"ls\"}"),
              new ToolCall("b", "read", "{\"path\": \"x\"}")));

  @TempDir Path directory;

  private static String recorded(Served served) {
    var tokens = served.session.record().branches().getFirst().tokens();
    return Served.FORMAT.tokenizer().decode(tokens.ids());
  }

  @ParameterizedTest
  @EnumSource
  void requiredCallThatIsNotMadeIsAnErrorThatMayBeAskedAgain(Dialects dialect) {
    try (Served served =
        Served.of(directory, Served.says(Served.text("No."), TWO, Served.text("Done.")))) {
      String body = dialect.body(dialect.choice(Choice.ANY));
      Reply unmet = served.client.post(dialect.path, body);
      assertEquals(502, unmet.status(), unmet.body());
      String message = unmet.json().at("/error/message").asText();
      assertTrue(message.contains("\"tool_choice\" requires a call"), message);
      assertEquals(0, served.session.record().modelCalls().size());
      assertEquals(1, served.session.record().counts().get("tool_choice_unmet"));
      Reply met = served.client.post(dialect.path, body);
      assertEquals(List.of("bash", "read"), dialect.calls(met.json()), met.body());
    }
  }

  @ParameterizedTest
  @EnumSource
  void namedToolIsTheOnlyOneThatIsGiven(Dialects dialect) {
    try (Served served = Served.of(directory, Served.says(TWO))) {
      Reply reply = served.client.post(dialect.path, dialect.body(dialect.choice(Choice.READ)));
      assertEquals(List.of("read"), dialect.calls(reply.json()), reply.body());
      Reply nowhere =
          served.client.post(dialect.path, dialect.body(dialect.choice(Choice.NOWHERE)));
      assertEquals(400, nowhere.status());
      assertTrue(nowhere.json().at("/error/message").asText().contains("nowhere"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noCallIsGivenWhereNoneIsWanted(Dialects dialect) {
    Served.Recorder engine = new Served.Recorder(Served.says(TWO));
    try (Served served = Served.of(directory, engine)) {
      Reply reply = served.client.post(dialect.path, dialect.body(dialect.choice(Choice.NONE)));
      assertEquals(List.of(), dialect.calls(reply.json()), reply.body());
      assertTrue(reply.body().contains("Both."), reply.body());
      assertTrue(!engine.prompts().getFirst().contains("bash"), engine.prompts().getFirst());
      assertEquals(1, served.session.record().counts().get("calls_withheld"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneCallIsGivenWhereTheyMayNotBeParallelAndTheRecordKeepsBoth(Dialects dialect) {
    try (Served served = Served.of(directory, Served.says(TWO))) {
      String body = dialect.body(dialect.choice(Choice.SINGLE));
      Reply whole = served.client.post(dialect.path, body);
      assertEquals(List.of("bash"), dialect.calls(whole.json()), whole.body());
      String recorded = recorded(served);
      assertTrue(recorded.endsWith(Served.FORMAT.renderTurn(TWO)), recorded);
      String again = dialect.body(dialect.choice(Choice.SINGLE) + ",\"stream\":true");
      assertEquals("bash", dialect.streamedCalls(served.client.post(dialect.path, again)));
    }
  }

  /// The next request shows the turn as it was given; the branch goes on as it was sampled.
  @Test
  void turnWithAWithheldCallContinuesItsBranch() {
    try (Served served = Served.of(directory, Served.says(TWO, Served.text("Done.")))) {
      String path = Dialects.CHAT.path;
      String single = Dialects.CHAT.choice(Choice.SINGLE);
      JsonNode message =
          served.client.post(path, Dialects.CHAT.body(single)).json().at("/choices/0/message");
      String result =
          "{\"role\":\"tool\",\"tool_call_id\":"
              + message.at("/tool_calls/0/id")
              + ",\"content\":\"a.txt\"}";
      String next =
          Dialects.CHAT
              .body(single)
              .replace("List files.\"}]", "List files.\"}," + message + "," + result + "]");
      Reply reply = served.client.post(path, next);
      assertEquals("Done.", reply.json().at("/choices/0/message/content").asText(), reply.body());
      assertEquals(Map.of(), served.session.record().drifts());
      assertEquals(1, served.session.record().branches().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void choiceThatNobodyKnowsIsRefused(Dialects dialect) {
    try (Served served = Served.of(directory, Served.says(TWO))) {
      for (String choice : List.of("\"perhaps\"", "7", "{\"type\":\"perhaps\"}", "{}")) {
        Reply reply = served.client.post(dialect.path, dialect.body(",\"tool_choice\":" + choice));
        assertEquals(400, reply.status(), choice + reply.body());
        assertTrue(reply.json().at("/error/message").asText().contains("tool_choice"));
      }
      String alone =
          dialect.body(dialect.choice(Choice.ANY)).replaceAll("\"tools\":\\[.*\\]", "\"x\":0");
      assertEquals(400, served.client.post(dialect.path, alone).status(), alone);
    }
  }

  static Stream<Arguments> demands() {
    return Stream.of(
        arguments(null, Demand.NONE, List.of("bash", "read")),
        arguments(Choice.ANY, new Demand(true, false), List.of("bash", "read")),
        arguments(Choice.READ, new Demand(true, false), List.of("read")),
        arguments(Choice.SINGLE, new Demand(false, true), List.of("bash", "read")));
  }

  @ParameterizedTest
  @MethodSource("demands")
  void engineThatCanBeHeldToCallsIsHeldToThoseThatAreAskedFor(
      @Nullable Choice choice, Demand demand, List<String> names) {
    Served.Recorder engine = new Served.Recorder(Served.says(TWO));
    ServedModel model =
        new ServedModel(
            "millrace", List.of(), List.of(), TemplateOptions.DEFAULT, ToolCalls.CONSTRAINED);
    try (Served served = Served.of(directory, engine);
        GatewaySession session =
            served.gateway.open(Served.episode("episode-2", engine, Limits.DEFAULT, model))) {
      Dialects chat = Dialects.CHAT;
      String body = chat.body(choice == null ? "" : chat.choice(choice));
      assertEquals(200, Client.of(session).post(chat.path, body).status());
      List<ToolSpec> tools =
          names.stream()
              .map(name -> new ToolSpec(name, "", "{\"type\":\"object\",\"properties\":{}}"))
              .toList();
      assertEquals(
          Served.FORMAT.family().constraint(tools, demand),
          Optional.ofNullable(engine.requests.element().options().constraint()));
    }
  }
}
