package dev.millrace.rewards.integrity.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Permits;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a file of the corpus, in the form that the README beside it shows.
final class CaseReader {
  static final Episode EPISODE =
      new Episode(
          Episode.idOf(new GroupId("g"), 0),
          new TaskRef(new TaskId("corpus/case"), "corpus", "d".repeat(64)),
          new GroupId("g"),
          0,
          0,
          0,
          "p");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> lines;
  private final List<Case> cases = new ArrayList<>();
  private final Set<String> kinds = new HashSet<>();
  private final List<String> usual = new ArrayList<>();
  private int at;

  private CaseReader(List<String> lines) {
    this.lines = lines;
  }

  /// A file's cases and the kinds that it is about.
  record Corpus(String name, Set<String> kinds, List<Case> cases) {}

  /// The names of all files, sorted.
  static List<String> names() {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(CaseReader.class.getResource("/corpus")).toURI()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".txt"))
          .map(file -> file.substring(0, file.length() - ".txt".length()))
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the corpus cannot be listed", e);
    }
  }

  static Corpus read(String name) {
    try (InputStream in = CaseReader.class.getResourceAsStream("/corpus/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no corpus " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      CaseReader reader = new CaseReader(MadeUp.in(text).lines().toList());
      reader.read();
      return new Corpus(name, Set.copyOf(reader.kinds), List.copyOf(reader.cases));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() throws IOException {
    while (at < lines.size()) {
      String line = lines.get(at++);
      if (line.startsWith("# kinds: ")) {
        kinds.addAll(List.of(line.substring(9).strip().split(" ", -1)));
      } else if (line.startsWith("# each ")) {
        usual.add(line.substring(7));
      } else if (line.startsWith("bad $ ") || line.startsWith("ok $ ")) {
        String command = line.substring(line.indexOf('$') + 2);
        begin(new Case(command, line.startsWith("bad")));
        run(command);
      } else if (line.startsWith("= bad ") || line.startsWith("= ok ")) {
        begin(new Case(line.substring(2), line.startsWith("= bad")));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        directive(line);
      }
    }
  }

  private void begin(Case one) throws IOException {
    cases.add(one);
    for (String line : usual) {
      directive(line);
    }
  }

  private void directive(String line) throws IOException {
    Case now = cases.getLast();
    String rest = line.length() > 2 ? line.substring(2).strip() : "";
    switch (line.split(" ", 2)[0]) {
      case "i:" -> now.instruction = rest;
      case "t:" -> task(now, rest);
      case "o" -> now.originals.put(rest, Case.bytes(body()));
      case "w" -> write(rest, body());
      case "d" -> delta(new DeltaEntry.File(rest.substring(1), 0644, Case.bytes(body())));
      case "x" -> delta(new DeltaEntry.File(rest.substring(1), 0755, Case.bytes(body())));
      case "r" ->
          delta(new DeltaEntry.Directory(rest.substring(1), 0755, DeltaEntry.Contents.REPLACED));
      case "-" -> delta(new DeltaEntry.Deleted(rest.substring(1)));
      case "l" -> {
        String[] parts = rest.split(" ", 2);
        delta(new DeltaEntry.Link(parts[0].substring(1), parts[1]));
      }
      case "$" -> run(rest);
      case "$<" -> run(body());
      case "s:" -> say(rest);
      case "a:" -> now.answer = rest;
      case "n:" -> now.facts.put("network_decisions", rest);
      case "S:" -> submit(rest);
      case "v:" -> now.verdict = new Verdict.Judged(Double.parseDouble(rest), List.of());
      case "e:" -> now.verdict = broken(rest);
      case "f:" -> now.outcome = new Outcome.Failed(failure(rest));
      default -> throw new IOException("line " + at + " is no directive: " + line);
    }
  }

  private static void task(Case now, String text) {
    for (String part : text.split(" ", -1)) {
      String[] pair = part.split("=", 2);
      List<String> values = List.of(pair[1].split(",", -1));
      switch (pair[0]) {
        case "protected" -> now.protectedPaths = values;
        case "row" -> now.rowTests = values;
        case "workdir" -> now.workdir = pair[1];
        case "judged" -> now.isJudgedByState = pair[1].equals("state");
        case "scope" -> now.permits = new Permits(now.permits.kinds(), values);
        case "permits" -> now.permits = new Permits(Set.copyOf(values), now.permits.paths());
        default -> throw new IllegalArgumentException(part);
      }
    }
  }

  private String body() {
    StringBuilder body = new StringBuilder();
    while (at < lines.size() && !lines.get(at).equals(".")) {
      body.append(lines.get(at++)).append('\n');
    }
    at++;
    return body.toString();
  }

  /// `ANSWER`, then `||` and what is said beside it.
  private void submit(String text) {
    Case now = cases.getLast();
    String[] parts = text.split("\\|\\|", 2);
    now.answer = parts[0].strip();
    call("submit", Map.of("answer", parts[0].strip()), "", 0);
    if (parts.length > 1) {
      var turn = (Message.Assistant) now.messages.remove(now.messages.size() - 2);
      now.messages.add(
          now.messages.size() - 1, new Message.Assistant(parts[1].strip(), null, turn.toolCalls()));
    }
  }

  private static Verdict broken(String text) {
    String[] parts = text.split(" ", 2);
    return new Verdict.Errored(
        new Failure.Verifier(parts[1]), Verdict.Sign.valueOf(parts[0].toUpperCase(Locale.ROOT)));
  }

  private static Failure failure(String boundary) {
    return switch (boundary) {
      case "budget" -> new Failure.Budget("the changed files hold more bytes than they may");
      case "sandbox" -> new Failure.Sandbox("it broke");
      default -> throw new IllegalArgumentException(boundary);
    };
  }

  private void delta(DeltaEntry entry) {
    cases.getLast().delta.put(entry.path(), entry);
  }

  private void write(String path, String text) {
    delta(new DeltaEntry.File(path.substring(1), 0644, Case.bytes(text)));
    call("write_file", Map.of("path", path, "content", text), "Wrote " + path, 0);
  }

  /// A command with its output (`> `) and its status (`! `).
  private void run(String command) {
    StringBuilder output = new StringBuilder();
    int status = 0;
    while (at < lines.size() && lines.get(at).matches("[>!]( .*)?")) {
      String line = lines.get(at++);
      if (line.startsWith("!")) {
        status = Integer.parseInt(line.substring(2).strip());
      } else {
        output.append(line.length() > 2 ? line.substring(2) : "").append('\n');
      }
    }
    call("bash", Map.of("command", command.stripTrailing()), output.toString(), status);
  }

  private void call(String tool, Map<String, String> arguments, String output, int status) {
    Case now = cases.getLast();
    int turn = now.calls.size();
    ObjectNode json = JSON.createObjectNode();
    arguments.forEach(json::put);
    String id = "call_" + turn;
    now.messages.add(
        new Message.Assistant("", null, List.of(new ToolCall(id, tool, json.toString()))));
    now.messages.add(new Message.ToolResult(id, tool, output.stripTrailing()));
    model(now);
    now.executions.add(
        new ToolExecution(
            turn,
            id,
            tool,
            status == 0 ? ToolStatus.OK : ToolStatus.COMMAND_FAILED,
            tool.equals("bash") ? status : null,
            Duration.ZERO));
  }

  private void say(String text) {
    Case now = cases.getLast();
    now.messages.add(new Message.Assistant(text, null, List.of()));
    model(now);
  }

  private static void model(Case now) {
    now.calls.add(
        new ModelCall(
            now.calls.size(),
            new BranchId("b"),
            1,
            "0",
            10,
            FinishReason.STOP,
            Duration.ZERO,
            Map.of(),
            null));
  }

  /// The half on which rules were tuned, or the one that they are measured on: every second
  /// case of each label.
  static List<Case> half(Corpus corpus, int rest) {
    List<Case> half = new ArrayList<>();
    for (boolean isBad : new boolean[] {true, false}) {
      List<Case> labelled = corpus.cases().stream().filter(c -> c.isBad == isBad).toList();
      for (int i = rest; i < labelled.size(); i += 2) {
        half.add(labelled.get(i));
      }
    }
    return half;
  }
}
