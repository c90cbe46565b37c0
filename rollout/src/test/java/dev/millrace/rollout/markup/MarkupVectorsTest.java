package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupVectorsTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("millrace.root", "."), "..", "shared", "vectors");

  @ParameterizedTest
  @CsvSource({
    "axo_command_a_tool_use,COHERE,<|CHATBOT_TOKEN|>,<|END_OF_TURN_TOKEN|>",
    "axo_llama4,LLAMA_JSON,assistant<|header_end|>,<|eot|>",
    "axo_mistral_v7_tekken,MISTRAL,,",
    "kimi_k25,KIMI,,",
    "miles_minimax_m25_fixed,MINIMAX,]~b]ai,[e~[",
    "miles_qwen3_fixed,HERMES,<|im_start|>assistant,<|im_end|>",
    "qwen3_coder,QWEN_XML,<|im_start|>assistant,<|im_end|>",
    "trl_cohere2,COHERE,,",
    "trl_deepseekv3,DEEPSEEK,<｜Assistant｜>,<｜end▁of▁sentence｜>",
    "trl_gemma3,PLAIN,,",
    "trl_glm4moe,GLM,<|assistant|>,<|observation|>",
    "trl_gptoss,HARMONY,<|start|>assistant,<|start|>functions",
    "trl_lfm2,PYTHONIC,,",
    "trl_llama3_1,LLAMA_JSON,assistant<|end_header_id|>,<|eot_id|>",
    "trl_nemotron_3_nano,QWEN_XML,<|im_start|>assistant,<|im_end|>",
    "trl_phi3_5,PLAIN,,",
    "trl_qwen2_5,HERMES,<|im_start|>assistant,<|im_end|>",
    "trl_qwen3,HERMES,<|im_start|>assistant,<|im_end|>",
    "trl_qwen3_instruct_2507,HERMES,<|im_start|>assistant,<|im_end|>",
    "trl_qwen3_training,HERMES,<|im_start|>assistant,<|im_end|>",
  })
  void callsOfRenderedConversationsAreReadBack(
      String name, MarkupFamily family, String open, String close) throws Exception {
    Path file = VECTORS.resolve("chat-templates").resolve(name + ".json");
    assumeTrue(Files.isRegularFile(file), "the golden vectors are not here");
    JsonNode vectors = Turns.JSON.readTree(file.toFile());
    assertEquals(family, MarkupFamily.detect(vectors.path("template").asText()));
    for (JsonNode one : vectors.path("cases")) {
      boolean isWhole =
          one.path("messages").findValues("arguments").stream().allMatch(JsonNode::isObject);
      if (open != null && isWhole && one.has("expected")) {
        turns(one, family, open, close);
      }
    }
  }

  /// Each call of the conversation is in the turn where it was rendered.
  private static void turns(JsonNode one, MarkupFamily family, String open, String close)
      throws Exception {
    String text = one.path("expected").asText();
    int at = 0;
    for (JsonNode message : one.path("messages")) {
      if (message.path("tool_calls").isEmpty()) {
        continue;
      }
      String first = message.path("tool_calls").path(0).path("function").path("name").asText();
      String mark = family == MarkupFamily.GLM ? "<tool_call>" + first : first;
      int start = text.lastIndexOf(open, called(text, mark, at, open)) + open.length();
      int end = text.indexOf(close, start);
      at = end;
      ReadSetup setup = new ReadSetup(Tools.of(one.path("tools")), "", new CallIds(), Set.of());
      ParsedTurn turn = family.parse(text.substring(start, end), setup);
      assertEquals(Tools.calls(message, family), Turns.calls(turn), text.substring(start, end));
      assertEquals(0, turn.malformed().size());
    }
  }

  private static int called(String text, String name, int from, String open) {
    int turn =
        text.indexOf(
            open, Math.max(from, text.indexOf("Look at both") + text.indexOf("Fix the bug") + 2));
    return Math.max(turn, text.indexOf(name, turn));
  }

  private static final class Tools {
    static List<dev.millrace.rollout.trajectory.ToolSpec> of(JsonNode tools) {
      return tools.findParents("parameters").stream()
          .map(
              tool ->
                  new dev.millrace.rollout.trajectory.ToolSpec(
                      tool.path("name").asText(), "", tool.path("parameters").toString()))
          .toList();
    }

    static List<JsonNode> calls(JsonNode message, MarkupFamily family) {
      List<JsonNode> calls = message.path("tool_calls").findValues("function");
      return family == MarkupFamily.HARMONY ? calls.subList(0, 1) : calls;
    }
  }
}
