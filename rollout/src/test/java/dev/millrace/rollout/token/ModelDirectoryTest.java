package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final String TEMPLATE =
      "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}<|im_end|>{% endfor %}";

  @TempDir Path directory;

  @BeforeEach
  void tokenizer() throws IOException {
    Files.write(directory.resolve("tokenizer.json"), Bundled.read("tokenizer.json"));
  }

  private void config(String json) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), json);
  }

  private String hello() {
    return ChatFormats.load(directory)
        .render(Conversation.of(List.of(new Message.User("hi")), List.of()), GenerationPrompt.NONE);
  }

  @Test
  void templateForToolsIsChosenAndSpecialTokensAreVariables() throws IOException {
    config(
        """
        {"bos_token": {"content": "<s>"},
         "chat_template": [{"name": "default", "template": "no"},
                           {"name": "tool_use", "template": "%s"}]}
        """
            .formatted(TEMPLATE));
    assertEquals("<s>user: hi<|im_end|>", hello());
  }

  @Test
  void templateInAFileOfItsOwnWins() throws IOException {
    config("{\"bos_token\": \"[\", \"chat_template\": \"no\"}");
    Files.writeString(directory.resolve("chat_template.jinja"), TEMPLATE);
    assertEquals("[user: hi<|im_end|>", hello());
  }

  @Test
  void stopIdsComeFromTheTemplateAndTheGenerationConfig() throws IOException {
    config("{\"bos_token\": \"\", \"chat_template\": \"%s\"}".formatted(TEMPLATE));
    Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\": [0, 7]}");
    int end = Tokenizers.bundled().encode("<|im_end|>")[0];
    int[] stops = ChatFormats.load(directory).stopIds();
    for (int id : new int[] {0, 7, end}) {
      assertTrue(Arrays.stream(stops).anyMatch(stop -> stop == id), Arrays.toString(stops));
    }
  }

  @Test
  void directoryWithoutATemplateSaysWhereItWasLookedFor() throws IOException {
    config("{}");
    String message =
        assertThrows(IllegalArgumentException.class, () -> ChatFormats.load(directory)).toString();
    assertTrue(message.contains("chat_template.jinja"), message);
  }
}
