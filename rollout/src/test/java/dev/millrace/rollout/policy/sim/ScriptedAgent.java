package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model that says the n-th line of a script when its prompt holds n assistant turns. It writes
/// the bundled chat format. A prompt that offers no tools gets a sentence, and so does one after
/// the script's end. Any thread.
public final class ScriptedAgent implements Function<SimRequest, Reply> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPENS = "<|im_start|>assistant\n";
  private static final Pattern TURN = Pattern.compile(Pattern.quote(OPENS));
  private static final Message.Assistant DONE = new Message.Assistant("Done.", null, List.of());

  private final ChatFormat format = ChatFormats.bundled();
  private final List<Message.Assistant> script;

  ScriptedAgent(List<Message.Assistant> script) {
    this.script = List.copyOf(script);
  }

  /// @param file one JSON object a line: `say`, and `tool` with `arguments` where it calls one
  public static ScriptedAgent of(Path file) throws IOException {
    List<Message.Assistant> script = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        script.add(turn(JSON.readTree(line), script.size()));
      }
    }
    return new ScriptedAgent(script);
  }

  private static Message.Assistant turn(JsonNode line, int number) {
    String say = line.path("say").asText("");
    if (!line.has("tool")) {
      return new Message.Assistant(say, null, List.of());
    }
    ToolCall call =
        new ToolCall(
            "call_" + number, line.get("tool").asText(), line.path("arguments").toString());
    return new Message.Assistant(say, null, List.of(call));
  }

  @Override
  public Reply apply(SimRequest request) {
    String prompt = format.tokenizer().decode(request.promptIds());
    int turns = Math.max(0, count(prompt) - 1);
    boolean speaks = prompt.contains("<tools>") && turns < script.size();
    // An engine that is asked slice by slice reads the beginning of its own turn in the prompt.
    String said = prompt.substring(prompt.lastIndexOf(OPENS) + OPENS.length());
    int[] begun = format.tokenizer().encode(said);
    return reply(speaks ? script.get(turns) : DONE, begun.length);
  }

  private static int count(String prompt) {
    int count = 0;
    for (Matcher matcher = TURN.matcher(prompt); matcher.find(); ) {
      count++;
    }
    return count;
  }

  private Reply reply(Message.Assistant turn, int begun) {
    String text = format.renderTurn(turn);
    int[] whole = format.tokenizer().encode(text);
    int[] ids = Arrays.copyOfRange(whole, Math.min(begun, whole.length - 1), whole.length);
    float[] logprobs = new float[ids.length];
    Arrays.fill(logprobs, -0.25f);
    return new Reply(ids, logprobs, ids[ids.length - 1], text, List.of());
  }
}
