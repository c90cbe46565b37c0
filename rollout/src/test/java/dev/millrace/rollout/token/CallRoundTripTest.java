package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.MarkupFamily;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls that a template renders are read back as they were, over generated arguments. Calls are
/// compared by name and arguments: Cohere's template numbers the calls anew.
class CallRoundTripTest {
  private static final int ROUNDS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TEMPLATES =
      Path.of(
          System.getProperty("millrace.root", "."), "..", "shared", "vectors", "chat-templates");
  private static final Message USER = new Message.User("Do it.");
  private static final List<String> PIECES =
      List.of(
          "ls", " ", "\n", "\"", "'", "\\", "é", "😀", "漢", "\t", "<b>", "&", "{", "}", "[", "]",
          ",", ";", ": ", "\\n", "null", "5", "true", "<", "</", "$", "=", "\u2028");

  private static ToolSpec tool(String name) {
    return new ToolSpec(
        name,
        "Does it.",
        """
        {"type": "object", "properties": {"text": {"type": "string"},
         "more": {"type": "string"}, "count": {"type": "integer"}, "flag": {"type": "boolean"},
         "opts": {"type": "object"}, "list": {"type": "array"}}, "required": ["text"]}\
        """);
  }

  private static final List<ToolSpec> TOOLS = List.of(tool("bash"), tool("edit_file"), tool("a2"));

  /// Templates that write tools' calls. The rest have no markup for them (Mistral v7 of Axolotl,
  /// Cohere2, Gemma 3, LFM2 and Phi 3.5 of TRL).
  @ParameterizedTest
  @CsvSource({
    "axo_command_a_tool_use,3",
    "axo_llama4,3",
    "kimi_k25,3",
    "miles_minimax_m25_fixed,3",
    "miles_qwen3_fixed,3",
    "qwen3_coder,3",
    "trl_deepseekv3,3",
    "trl_glm4moe,3",
    // A turn ends with its first call.
    "trl_gptoss,1",
    // The template refuses a second call.
    "trl_llama3_1,1",
    "trl_nemotron_3_nano,3",
    "trl_qwen2_5,3",
    "trl_qwen3,3",
    "trl_qwen3_instruct_2507,3",
    "trl_qwen3_training,3",
  })
  void callsAreReadBackAsTheyWereRendered(String name, int mostCalls) throws Exception {
    Path file = TEMPLATES.resolve(name + ".json");
    assumeTrue(Files.isRegularFile(file), "the golden vectors are not here: " + file);
    JsonNode vectors = JSON.readTree(file.toFile());
    ChatFormat format =
        ChatFormats.of(
            name,
            Tokenizers.bundled(),
            vectors.path("template").asText(),
            JSON.convertValue(
                vectors.path("special_tokens"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class)));
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      roundTrip(format, calls(random, format.family(), 1 + random.nextInt(mostCalls)));
    }
  }

  private static void roundTrip(ChatFormat format, List<ToolCall> calls) throws Exception {
    Message turn = new Message.Assistant("", null, calls);
    String whole =
        format.render(Conversation.of(List.of(USER, turn), TOOLS), GenerationPrompt.NONE);
    String prompt = prompt(format, whole);
    String sampled = whole.substring(prompt.length());
    ParsedTurn read = format.parse(sampled, prompt, TOOLS, new CallIds());
    assertEquals(List.of(), List.copyOf(read.malformed().values()), sampled);
    assertEquals(trees(calls), trees(read.message().toolCalls()), sampled);
  }

  /// What precedes the turn: up to the generation prompt, where the turn begins like it.
  private static String prompt(ChatFormat format, String whole) {
    Conversation before = Conversation.of(List.of(USER), TOOLS);
    String open = format.render(before, GenerationPrompt.OPEN);
    return whole.startsWith(open) ? open : format.render(before, GenerationPrompt.NONE);
  }

  private static List<JsonNode> trees(List<ToolCall> calls) throws Exception {
    List<JsonNode> trees = new ArrayList<>();
    for (ToolCall call : calls) {
      trees.add(
          JSON.createObjectNode()
              .put("name", call.name())
              .set("arguments", JSON.readTree(call.argumentsJson())));
    }
    return trees;
  }

  private static List<ToolCall> calls(Random random, MarkupFamily family, int count) {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = TOOLS.get(random.nextInt(TOOLS.size())).name();
      // Kimi's markup has no place for the name but the id.
      String id = family == MarkupFamily.KIMI ? "functions." + name + ":" + i : "call_" + i;
      calls.add(new ToolCall(id, name, arguments(random, family).toString()));
    }
    return calls;
  }

  private static ObjectNode arguments(Random random, MarkupFamily family) {
    ObjectNode arguments = JSON.createObjectNode().put("text", text(random));
    if (random.nextBoolean()) {
      arguments.put("more", text(random) + markup(random, family) + text(random));
    }
    if (random.nextBoolean()) {
      arguments.put("count", random.nextInt()).put("flag", random.nextBoolean());
    }
    if (random.nextBoolean()) {
      arguments.set("opts", object(random, 2));
    }
    if (random.nextBoolean()) {
      arguments.set("list", array(random, 2));
    }
    return arguments;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /// Markup inside a value. Families that write values bare cannot carry a closing tag that is
  /// followed by what the markup may go on with: nothing tells it from the value's end.
  private static String markup(Random random, MarkupFamily family) {
    List<String> markup =
        new ArrayList<>(
            List.of(
                "</tool_call>", "<tool_call>", "</parameter>", "</arg_value>", "<|END_ACTION|>"));
    switch (family) {
      case QWEN_XML, GLM, MINIMAX, DEEPSEEK_DSML -> {}
      default -> {
        markup.add("</parameter>\n<parameter=x>");
        markup.add("</arg_value>\n<arg_key>");
        markup.add("\"}}\n</tool_call>");
      }
    }
    return markup.get(random.nextInt(markup.size()));
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> JSON.getNodeFactory().textNode(text(random));
      case 1 -> JSON.getNodeFactory().numberNode(random.nextInt(1000));
      case 2 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 3 -> JSON.getNodeFactory().nullNode();
      case 4 -> object(random, depth - 1);
      default -> array(random, depth - 1);
    };
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set("k" + i + text(random), value(random, depth));
    }
    return object;
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = JSON.createArrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(random, depth));
    }
    return array;
  }
}
