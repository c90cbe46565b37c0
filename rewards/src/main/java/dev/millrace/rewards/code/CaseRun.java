package dev.millrace.rewards.code;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.code.CodeSpec.Case;
import dev.millrace.rollout.task.code.CodeSpec.Entry;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Runs code on one case. What is expected stays here; only the input goes in.
final class CaseRun {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LEAST_OUTPUT_BYTES = 1 << 20;
  private static final String DRIVER_PATH = "/submission/call.py";
  private static final byte[] DRIVER = driver();

  private final CodeSpec spec;
  private final Outputs outputs;

  CaseRun(CodeSpec spec) {
    this.spec = spec;
    this.outputs = new Outputs(spec.outputs());
  }

  /// How a case ended.
  sealed interface End {
    record Passed() implements End {}

    /// @param why for people
    record Failed(String why) implements End {}

    record TimedOut() implements End {}
  }

  /// @param path of the code in the sandbox
  End run(Sandbox sandbox, String path, Case one) throws InterruptedException {
    return switch (one) {
      case Case.Streams(String input, String output) ->
          switch (spec.entry()) {
            case Entry.Program(List<String> command) ->
                program(sandbox, command, path, input, output);
            case Entry.Function _ -> throw unfit("a function", "text");
          };
      case Case.Call call ->
          switch (spec.entry()) {
            case Entry.Function(String name) -> call(sandbox, name, path, call);
            case Entry.Program _ -> throw unfit("a program", "arguments");
          };
    };
  }

  private End program(
      Sandbox sandbox, List<String> command, String path, String input, String output)
      throws InterruptedException {
    List<String> argv = new ArrayList<>(command);
    argv.add(path);
    int bytes = Math.max(LEAST_OUTPUT_BYTES, 2 * output.length());
    ExecResult result = sandbox.exec(command(argv, input, bytes));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      return new End.TimedOut();
    }
    if (result.exitCode() != 0) {
      return new End.Failed(status(result) + last(result.stderr()));
    }
    return end(outputs.difference(result.stdout(), output));
  }

  private End call(Sandbox sandbox, String name, String path, Case.Call call)
      throws InterruptedException {
    String nonce = UUID.randomUUID().toString();
    sandbox.write(DRIVER_PATH, DRIVER);
    String order = order(name, path, call, nonce);
    int bytes = Math.max(LEAST_OUTPUT_BYTES, 4 * call.resultJson().length());
    ExecResult result = sandbox.exec(command(List.of("python3", "-I", DRIVER_PATH), order, bytes));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      return new End.TimedOut();
    }
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(nonce + " "))
        .reduce((_, last) -> last)
        .map(line -> judged(line.substring(nonce.length() + 1), call.resultJson()))
        .orElseGet(
            () -> new End.Failed("returned nothing, " + status(result) + last(result.stderr())));
  }

  private static String status(ExecResult result) {
    return switch (result.end()) {
      case EXITED, TIMED_OUT -> "ended with status " + result.exitCode();
      case OVER_MEMORY -> "was killed, for it took more memory than it may";
      case OVER_PROCESSES -> "was killed, for it had more processes than it may";
    };
  }

  private End judged(String line, String expected) {
    JsonNode answer;
    try {
      answer = JSON.readTree(line);
    } catch (JsonProcessingException _) {
      return new End.Failed("returned something that is no JSON, such as NaN");
    }
    if (answer.has("error")) {
      return new End.Failed("raised " + answer.get("error").asText());
    }
    return end(outputs.ofValues(answer.path("result").toString(), expected));
  }

  private static End end(Optional<String> difference) {
    return difference.<End>map(End.Failed::new).orElseGet(End.Passed::new);
  }

  private static String order(String name, String path, Case.Call call, String nonce) {
    try {
      ObjectNode order = JSON.createObjectNode();
      order.put("name", name).put("path", path).put("nonce", nonce);
      order.set("arguments", JSON.readTree(call.argumentsJson()));
      return order.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the arguments of a case are no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private Command command(List<String> argv, String input, int outputBytes) {
    return new Command(
        argv,
        Map.of(),
        input.getBytes(StandardCharsets.UTF_8),
        new Command.Limits(spec.time(), spec.memoryBytes(), outputBytes),
        Command.Streams.SEPARATE);
  }

  private static String last(String stderr) {
    String line = stderr.lines().reduce("", (_, next) -> next).strip();
    String cut = line.length() > 120 ? line.substring(0, 120) + "…" : line;
    return cut.isEmpty() ? "" : ": " + cut;
  }

  private static FailureException unfit(String entry, String input) {
    return new FailureException(
        new Failure.Verifier("a case gives " + input + ", but the code is run as " + entry));
  }

  private static byte[] driver() {
    try (InputStream file =
        Objects.requireNonNull(CaseRun.class.getResourceAsStream("call_driver.py"))) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
