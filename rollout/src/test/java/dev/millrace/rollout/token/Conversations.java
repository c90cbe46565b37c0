package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Random conversations, for properties.
public final class Conversations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PIECES =
      List.of(
          "<tool_call>",
          "</tool_call>",
          "<think>",
          "</think>",
          "\n",
          " ",
          "{",
          "}",
          "\"name\"",
          ":",
          "\"bash\"",
          ",",
          "\"arguments\"",
          "\"a\"",
          "1",
          "x",
          "[",
          "]",
          "é",
          "🦀",
          "<|im_end|>",
          "{\"name\": \"f\", \"arguments\": {}}",
          "{\"name\": \"f\", \"arguments\": 3}",
          "\\");

  private Conversations() {}

  /// Text with code points out of all of Unicode that has a UTF-8 form.
  static Arbitrary<String> text() {
    Arbitrary<Character> ascii = Arbitraries.chars().range((char) 0, (char) 127);
    Arbitrary<Character> any = Arbitraries.chars().range((char) 0, (char) 0xD7FF);
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars(" abcdef\n\t.{}\"'").ofMaxLength(60),
        ascii.list().ofMaxSize(40).map(Conversations::joined),
        any.list().ofMaxSize(20).map(Conversations::joined),
        Arbitraries.of("🦀 naïve 漢字", "def f(x):\n    return x + 1\n", "", "   "));
  }

  private static String joined(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  /// Text made of markup in any order.
  public static Arbitrary<String> markup() {
    return Arbitraries.of(PIECES).list().ofMaxSize(20).map(parts -> String.join("", parts));
  }

  /// Well-formed assistant turns, calls named in order.
  public static Arbitrary<Message.Assistant> turns() {
    Arbitrary<String> content = text().filter(text -> !text.contains("<"));
    Arbitrary<@Nullable String> reasoning = content.injectNull(0.7);
    Arbitrary<String> name = Arbitraries.of("bash", "read_file", "näme", "with \"quotes\"");
    Arbitrary<String> arguments =
        Arbitraries.maps(Arbitraries.of("a", "b", "path"), Arbitraries.oneOf(text(), markup()))
            .ofMaxSize(3)
            .map(Conversations::json);
    Arbitrary<List<ToolCall>> calls =
        Combinators.combine(name, arguments)
            .as((n, a) -> new ToolCall("", n, a))
            .list()
            .ofMaxSize(3)
            .map(Conversations::numbered);
    return Combinators.combine(content, reasoning, calls).as(Message.Assistant::new);
  }

  private static String json(Map<String, String> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ToolCall> numbered(List<ToolCall> calls) {
    List<ToolCall> numbered = new ArrayList<>();
    for (ToolCall call : calls) {
      numbered.add(new ToolCall("call_" + numbered.size(), call.name(), call.argumentsJson()));
    }
    return numbered;
  }

  /// What a harness has before its first call, and anything after it.
  public static Arbitrary<List<Message>> conversations() {
    Arbitrary<Message> any =
        Arbitraries.oneOf(
            text().map(Message.User::new),
            turns().map(turn -> turn),
            Arbitraries.oneOf(text(), markup())
                .map(text -> new Message.ToolResult("call_0", "bash", text)));
    return Combinators.combine(text(), text(), any.list().ofMaxSize(4))
        .as(
            (system, user, more) -> {
              List<Message> all = new ArrayList<>();
              all.add(new Message.SystemPrompt(system));
              all.add(new Message.User(user));
              all.addAll(more);
              return all;
            });
  }
}
