package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.task.Limits;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bodies that are nearly right: each is answered, and in the dialect's own form.
@Timeout(120)
class BodyFuzzTest {
  private static final long SEED = 20_261_126;
  private static final int ROUNDS = 400;
  private static final Set<Integer> STATUSES = Set.of(200, 400, 404, 502);
  private static final Limits LIMITS =
      new Limits(
          1_000_000, 1_000_000_000, Duration.ofHours(1), Duration.ofSeconds(9), 1 << 20, 1 << 20);

  /// A JSON scalar, an empty array or an empty object.
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[,])(\"(?:[^\"\\\\]|\\\\.)*\"(?!\\s*:)|-?\\d+|true|false|null)");

  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "7",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "99999999999999999999999999",
          "1.5",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800<|im_end|>\"",
          "\"\\u0000\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "{\"type\":7}",
          "{\"type\":\"text\",\"text\":[]}",
          "{\"\":{}}",
          "[".repeat(900) + "]".repeat(900),
          "{\"a\":".repeat(900) + "1" + "}".repeat(900));

  @TempDir Path directory;

  /// An endpoint with a body that uses what it has.
  enum Endpoint {
    CHAT(
        "/v1/chat/completions",
        "{\"model\":\"millrace\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"List.\"}]},"
            + "{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"b\","
            + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":"
            + "\"bash\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\","
            + "\"content\":\"x\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":"
            + "\"bash\",\"description\":\"runs\",\"parameters\":{\"type\":\"object\"}}},"
            + "{\"type\":\"custom\",\"custom\":{\"name\":\"p\"}}],\"tool_choice\":{\"type\":"
            + "\"function\",\"function\":{\"name\":\"bash\"}},\"parallel_tool_calls\":false,"
            + "\"stop\":[\"zz\"],\"max_tokens\":50,\"n\":1,\"logprobs\":true,\"stream\":false,"
            + "\"stream_options\":{\"include_usage\":true}}"),
    COMPLETIONS(
        "/v1/completions",
        "{\"model\":\"millrace\",\"prompt\":[\"Say.\"],\"max_tokens\":50,\"n\":1,\"best_of\":1,"
            + "\"echo\":false,\"suffix\":\"\",\"logprobs\":0,\"stop\":[\"zz\"],\"stream\":false,"
            + "\"stream_options\":{\"include_usage\":true}}"),
    RESPONSES(
        "/v1/responses",
        "{\"model\":\"millrace\",\"instructions\":\"Be brief.\",\"input\":[{\"type\":\"message\","
            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"List.\"}]},"
            + "{\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"b\"}],"
            + "\"summary\":[]},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"exec\","
            + "\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c1\","
            + "\"output\":\"x\"},{\"type\":\"local_shell_call\",\"call_id\":\"c2\",\"action\":"
            + "{\"type\":\"exec\",\"command\":[\"ls\"]}}],\"tools\":[{\"type\":\"function\","
            + "\"name\":\"exec\",\"parameters\":{\"type\":\"object\"}},{\"type\":\"namespace\","
            + "\"name\":\"n\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]},{\"type\":"
            + "\"custom\",\"name\":\"p\"},{\"type\":\"local_shell\"}],\"tool_choice\":\"auto\","
            + "\"parallel_tool_calls\":true,\"max_output_tokens\":50,\"background\":false,"
            + "\"stream\":false}"),
    MESSAGES("/v1/messages", Endpoint.ANTHROPIC),
    COUNT("/v1/messages/count_tokens", Endpoint.ANTHROPIC);

    private static final String ANTHROPIC =
        "{\"model\":\"millrace\",\"max_tokens\":50,\"system\":[{\"type\":\"text\",\"text\":"
            + "\"Be brief.\"}],\"messages\":[{\"role\":\"user\",\"content\":\"List.\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"b\","
            + "\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"tool_use\","
            + "\"id\":\"c1\",\"name\":\"bash\",\"input\":{\"command\":\"ls\"}}]},{\"role\":"
            + "\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}],\"tools\":[{\"name\":\"bash\","
            + "\"description\":\"runs\",\"input_schema\":{\"type\":\"object\"}},{\"type\":"
            + "\"bash_20250124\",\"name\":\"sh\"}],\"tool_choice\":{\"type\":\"auto\","
            + "\"disable_parallel_tool_use\":true},\"stop_sequences\":[\"zz\"],\"stream\":false}";

    private final String path;
    private final String body;

    Endpoint(String path, String body) {
      this.path = path;
      this.body = body;
    }

    boolean isAnthropic() {
      return path.startsWith("/v1/messages");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyBodyIsAnsweredInTheDialectsForm(Endpoint endpoint) {
    Random random = new Random(SEED);
    GatewaySettings settings = GatewaySettings.at(directory.resolve("s"));
    try (Served served =
        Served.of(settings, Served.says(Served.call("b", "a", "bash", "{}")), LIMITS)) {
      String whole = endpoint.body.replace("\"stream\":false", "\"stream\":true");
      for (String body : List.of(endpoint.body, whole)) {
        check(endpoint, served, body.getBytes(StandardCharsets.UTF_8), 200);
      }
      for (byte[] body : fixed(endpoint.body)) {
        check(endpoint, served, body, 400);
      }
      String lone = endpoint.body.replace("millrace", "\\ud800");
      check(endpoint, served, lone.getBytes(StandardCharsets.UTF_8), 404);
      for (int i = 0; i < ROUNDS; i++) {
        check(endpoint, served, mutated(random.nextBoolean() ? whole : endpoint.body, random), 0);
      }
      assertNull(served.session.record().failure());
    }
  }

  /// @param status that it has to be, or 0 for any that is no breakdown
  private static void check(Endpoint endpoint, Served served, byte[] body, int status) {
    Reply reply =
        served.client.send(
            served.client.request(endpoint.path).POST(BodyPublishers.ofByteArray(body)).build());
    String told =
        endpoint + " " + new String(body, StandardCharsets.UTF_8) + "\n" + reply.status() + " ";
    assertTrue(STATUSES.contains(reply.status()), () -> told + reply.body());
    if (status != 0) {
      assertEquals(status, reply.status(), () -> told + reply.body());
    }
    assertTrue(!reply.body().contains("gateway broke"), () -> told + reply.body());
    if (reply.status() != 200) {
      assertTrue(reply.json().at("/error/message").isTextual(), () -> told + reply.body());
      assertEquals(
          endpoint.isAnthropic(), reply.json().path("type").asText().equals("error"), told);
    } else if (!reply.body().startsWith("{")) {
      JsonNode last = reply.events().getLast();
      boolean isEnded =
          reply.body().endsWith("data: [DONE]\n\n")
              || Set.of("message_stop", "response.completed", "response.incomplete", "error")
                  .contains(last.path("type").asText())
              || last.path("type").asText().equals("response.failed");
      assertTrue(isEnded, () -> told + reply.body());
    } else {
      assertTrue(reply.json().isObject(), told);
    }
  }

  private static List<byte[]> fixed(String body) {
    List<byte[]> bodies = new ArrayList<>();
    bodies.add("[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"a\":".repeat(100_000) + "1").getBytes(StandardCharsets.UTF_8));
    bodies.add(("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8));
    bodies.add(body.replace("millrace", "\u00e9").getBytes(StandardCharsets.ISO_8859_1));
    bodies.add((body + "}").getBytes(StandardCharsets.UTF_8));
    bodies.add(new byte[] {0, 0, 0});
    bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe});
    return bodies;
  }

  private static byte[] mutated(String body, Random random) {
    String text = body;
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = random.nextInt(6) == 0 ? doubled(text, random) : replaced(text, random);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        yield bytes;
      }
      default -> bytes;
    };
  }

  /// One value becomes another.
  private static String replaced(String text, Random random) {
    Matcher values = VALUE.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (values.find()) {
      places.add(new int[] {values.start(), values.end()});
    }
    if (places.isEmpty()) {
      return text;
    }
    int[] place = places.get(random.nextInt(places.size()));
    String other = STRANGE.get(random.nextInt(STRANGE.size()));
    return text.substring(0, place[0]) + other + text.substring(place[1]);
  }

  /// A key that is there again, at the top.
  private static String doubled(String text, Random random) {
    List<String> keys =
        List.of("model", "messages", "prompt", "input", "tools", "tool_choice", "stream", "stop");
    String key = keys.get(random.nextInt(keys.size()));
    String other = STRANGE.get(random.nextInt(STRANGE.size()));
    return text.replaceFirst("\\}$", Matcher.quoteReplacement(",\"" + key + "\":" + other + "}"));
  }
}
