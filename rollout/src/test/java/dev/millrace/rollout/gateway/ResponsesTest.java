package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.trajectory.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponsesTest {
  private static final String PATH = "/v1/responses";
  private static final String TOOLS =
      "[{\"type\":\"function\",\"name\":\"exec\",\"strict\":false,\"parameters\":{\"type\":"
          + "\"object\",\"properties\":{\"cmd\":{\"type\":\"string\"}}}},"
          + "{\"type\":\"namespace\",\"name\":\"agents\",\"tools\":[{\"type\":\"function\","
          + "\"name\":\"spawn\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]},"
          + "{\"type\":\"custom\",\"name\":\"patch\",\"description\":\"patches\"},"
          + "{\"type\":\"local_shell\"},{\"type\":\"web_search\"}]";

  @TempDir Path directory;

  private static String ask(String items, String more) {
    return "{\"model\":\"millrace\",\"input\":["
        + "{\"type\":\"message\",\"role\":\"developer\",\"content\":[{\"type\":\"input_text\","
        + "\"text\":\"You code.\"}]},{\"type\":\"message\",\"role\":\"user\",\"content\":"
        + "[{\"type\":\"input_text\",\"text\":\"List files.\"}]}"
        + items
        + "],\"tools\":"
        + TOOLS
        + ",\"tool_choice\":\"auto\",\"store\":false,\"client_metadata\":{\"a\":\"b\"}"
        + more
        + "}";
  }

  private static Served.Engine lookThenDone() {
    return Served.says(
        Served.call("I look.", "Looking.", "exec", "{\"cmd\": \"ls\"}"), Served.text("Done."));
  }

  @Test
  void streamIsNumberedAndEndsWithCompleted() {
    try (Served served = Served.of(directory, lookThenDone())) {
      Reply reply = served.client.post(PATH, ask("", ",\"stream\":true"));
      List<String> names = reply.names();
      assertEquals("response.created", names.getFirst());
      assertEquals("response.completed", names.getLast());
      List<Integer> numbers = new ArrayList<>();
      reply.events().forEach(event -> numbers.add(event.path("sequence_number").asInt()));
      for (int i = 0; i < numbers.size(); i++) {
        assertEquals(i, numbers.get(i));
      }
      assertEquals(
          3, names.stream().filter(name -> name.equals("response.output_item.done")).count());
      JsonNode response = reply.events().getLast().path("response");
      assertEquals(
          List.of("reasoning", "message", "function_call"),
          response.path("output").findValuesAsText("type").stream()
              .filter(type -> !type.endsWith("_text"))
              .toList());
      assertTrue(response.at("/usage/total_tokens").asInt() > 0);
      assertEquals(1, served.session.record().counts().get("hosted_tool.web_search"));
    }
  }

  @Test
  void itemsEchoedAsTheyWereDoneContinueTheBranch() {
    try (Served served = Served.of(directory, lookThenDone())) {
      JsonNode first = served.client.post(PATH, ask("", "")).json();
      StringBuilder echo = new StringBuilder();
      first.path("output").forEach(item -> echo.append(',').append(item));
      String id = first.at("/output/2/call_id").asText();
      echo.append(
          ",{\"type\":\"function_call_output\",\"call_id\":\"" + id + "\",\"output\":\"a.txt\"}");
      JsonNode second = served.client.post(PATH, ask(echo.toString(), "")).json();
      assertEquals("Done.", second.at("/output/0/content/0/text").asText(), second.toString());
      assertEquals(Map.of(), served.session.record().drifts());
      assertEquals(1, served.session.record().branches().size());
    }
  }

  @Test
  void previousResponseIsRememberedOrRefused() {
    try (Served served = Served.of(directory, lookThenDone())) {
      JsonNode first = served.client.post(PATH, ask("", "")).json();
      String output =
          "{\"previous_response_id\":\""
              + first.path("id").asText()
              + "\",\"tools\":"
              + TOOLS
              + ",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\""
              + first.at("/output/2/call_id").asText()
              + "\",\"output\":\"a.txt\"}]}";
      assertEquals("completed", served.client.post(PATH, output).json().path("status").asText());
      List<Message> messages = served.session.record().messages();
      assertTrue(
          messages.contains(
              new Message.ToolResult(first.at("/output/2/call_id").asText(), "exec", "a.txt")),
          messages.toString());
      assertEquals(1, served.session.record().branches().size());
      Reply unknown =
          served.client.post(PATH, "{\"previous_response_id\":\"resp_no\",\"input\":\"Hi\"}");
      assertEquals(400, unknown.status());
      assertTrue(unknown.body().contains("previous_response_id"), unknown.body());
    }
  }

  @Test
  void instructionsSentAgainWithAPreviousResponseAreTheOldOnes() {
    assertContinued("Be brief.", "", 1);
  }

  @Test
  void otherInstructionsTakeThePlaceOfTheOldOnes() {
    String prompt = assertContinued("Be polite.", "", 2);
    assertFalse(prompt.contains("Be brief."), prompt);
    assertTrue(prompt.indexOf("Be polite.") < prompt.indexOf("List files."), prompt);
  }

  @Test
  void developerOfALaterRequestSpeaksWhereItStands() {
    String note = "{\"role\":\"developer\",\"content\":\"Hurry.\"},";
    String prompt = assertContinued("Be brief.", note, 1);
    assertTrue(prompt.indexOf("Hurry.") > prompt.indexOf("Done."), prompt);
  }

  /// @return the prompt of a request that follows another one
  private String assertContinued(String instructions, String items, int branches) {
    Served.Recorder engine = new Served.Recorder(Served.says(Served.text("Done.")));
    try (Served served = Served.of(directory, engine)) {
      String first = "{\"instructions\":\"Be brief.\",\"input\":\"List files.\"}";
      String id = served.client.post(PATH, first).json().path("id").asText();
      String second =
          "{\"instructions\":\"%s\",\"previous_response_id\":\"%s\",\"input\":[%s"
                  .formatted(instructions, id, items)
              + "{\"role\":\"user\",\"content\":\"More.\"}]}";
      assertEquals(200, served.client.post(PATH, second).status());
      String prompt = engine.prompts().getLast();
      assertEquals(2, prompt.split(instructions, -1).length, prompt);
      assertEquals(branches, served.session.record().branches().size());
      return prompt;
    }
  }

  @Test
  void callsGoBackInTheFormOfTheirTools() {
    assertEquals("spawn", item("agents__spawn", "{}").path("name").asText());
    assertEquals("agents", item("agents__spawn", "{}").path("namespace").asText());
    JsonNode custom = item("patch", "{\"input\": \"*** Begin\"}");
    assertEquals("custom_tool_call", custom.path("type").asText());
    assertEquals("*** Begin", custom.path("input").asText());
    JsonNode shell = item("local_shell", "{\"command\": [\"ls\"]}");
    assertEquals("local_shell_call", shell.path("type").asText());
    assertEquals("ls", shell.at("/action/command/0").asText());
  }

  private JsonNode item(String tool, String argumentsJson) {
    try (Served served =
        Served.of(directory, Served.says(Served.call(null, "", tool, argumentsJson)))) {
      Reply reply = served.client.post(PATH, ask("", ",\"stream\":true"));
      return reply.events().getLast().at("/response/output/0");
    }
  }

  @Test
  void forcedHostedToolIsRefused() {
    try (Served served = Served.of(directory, lookThenDone())) {
      String body =
          ask("", "")
              .replace(
                  "\"tool_choice\":\"auto\"", "\"tool_choice\":{\"type\":\"web_search_preview\"}");
      Reply reply = served.client.post(PATH, body);
      assertEquals(400, reply.status());
      assertTrue(reply.body().contains("web_search"), reply.body());
    }
  }
}
