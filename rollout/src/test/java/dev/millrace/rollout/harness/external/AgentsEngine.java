package dev.millrace.rollout.harness.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.policy.sim.SimRequest;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A simulated vLLM whose model solves one task in the manner of whichever agent asks, the built-in
/// one included: it looks around, runs the solution, looks at what changed, and ends.
///
/// usage: AgentsEngine PORT SOLUTION; runs until its standard input ends
final class AgentsEngine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TURN = "<|im_start|>assistant";
  private static final String MINI_ENDS = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT";

  private enum Agent {
    BUILT_IN,
    CODEX,
    MINI,
    OPENCODE;

    static Agent asking(String prompt) {
      if (prompt.contains("\"exec_command\"")) {
        return CODEX;
      }
      if (prompt.contains("COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT")) {
        return MINI;
      }
      return prompt.contains("\"name\": \"submit\"") ? BUILT_IN : OPENCODE;
    }

    String tool() {
      return this == CODEX ? "exec_command" : "bash";
    }

    Map<String, String> arguments(String command) {
      return switch (this) {
        case BUILT_IN, MINI -> Map.of("command", command);
        case CODEX -> Map.of("cmd", command);
        case OPENCODE -> new TreeMap<>(Map.of("command", command, "description", "A step"));
      };
    }
  }

  private final ChatFormat format = ChatFormats.bundled();
  private final List<String> commands;

  private AgentsEngine(List<String> commands) {
    this.commands = commands;
  }

  public static void main(String[] arguments) throws IOException {
    // Some agents run their commands with sh, and the solution is bash's.
    String solution =
        "bash <<'SOLUTION'\n" + Files.readString(Path.of(arguments[1])) + "\nSOLUTION";
    var engine = new AgentsEngine(List.of("ls -a", solution, "find . -newer /etc/hostname"));
    try (var simulator =
        EngineSimulator.start(
            EngineKind.VLLM,
            EngineSimulator.Variant.PLAIN,
            Integer.parseInt(arguments[0]),
            engine::reply)) {
      System.out.println(simulator.url());
      while (System.in.read() >= 0) {
        // Nothing is said to it but that it is over.
      }
    }
    System.exit(0);
  }

  private Reply reply(SimRequest request) {
    String prompt = format.tokenizer().decode(request.promptIds());
    String text = format.renderTurn(turn(prompt));
    int[] ids = format.tokenizer().encode(text);
    int stop = format.stopIds()[0];
    for (int i = 0; i < ids.length; i++) {
      for (int candidate : format.stopIds()) {
        if (ids[i] == candidate) {
          return Reply.of(Arrays.copyOf(ids, i + 1)).stoppingAt(candidate).reading(text);
        }
      }
    }
    int[] whole = Arrays.copyOf(ids, ids.length + 1);
    whole[ids.length] = stop;
    return Reply.of(whole).stoppingAt(stop).reading(text);
  }

  private Message.Assistant turn(String prompt) {
    if (!prompt.contains("<tools>")) {
      return new Message.Assistant("A small task", null, List.of());
    }
    // The prompt ends with the head of the turn that is asked for.
    int turn = prompt.split(Pattern.quote(TURN), -1).length - 2;
    Agent agent = Agent.asking(prompt);
    if (turn < commands.size()) {
      return call(turn, commands.get(turn), agent);
    }
    return agent == Agent.MINI
        ? call(turn, MINI_ENDS, agent)
        : new Message.Assistant("It is done.", null, List.of());
  }

  private static Message.Assistant call(int turn, String command, Agent agent) {
    try {
      String arguments = JSON.writeValueAsString(agent.arguments(command));
      ToolCall call = new ToolCall("call_" + turn, agent.tool(), arguments);
      return new Message.Assistant("Step " + (turn + 1) + ".", null, List.of(call));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
