package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.task.code.CodeSpec.Case;
import dev.millrace.rollout.task.code.CodeSpec.Entry;
import dev.millrace.rollout.task.code.CodeSpec.OutputRule;
import dev.millrace.rollout.task.code.CodeSpec.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the cases of a program: `inputs` and `outputs` of equal length, and `fn_name` where a
/// function is called. Every problem is an [IllegalArgumentException].
///
/// @param row what else says how the program is run
/// @param cases `inputs`, `outputs`, `fn_name`
record CaseRows(JsonNode row, JsonNode cases) {
  static final List<String> KEYS = List.of("file", "command", "compare", "seconds", "memory_mib");

  private static final int MOST_CASES = 1_000;

  CodeSpec spec(double relative, double absolute) {
    return new CodeSpec(
        row.has("file") ? new Source.WorkspaceFile(file()) : new Source.Answer(),
        entry(),
        list(),
        new OutputRule(text(), relative, absolute),
        Duration.ofMillis((long) (1000 * number("seconds", 0.1, 600, 10))),
        (long) (number("memory_mib", 16, 65_536, 512) * (1 << 20)));
  }

  /// How the program is handed in, for the agent.
  String how() {
    String what =
        cases.hasNonNull("fn_name")
            ? "a Python module with a function " + cases.get("fn_name").asText()
            : "a program that reads standard input and writes standard output";
    return row.has("file")
        ? "Leave " + what + " in " + file() + "."
        : "Submit as the answer the code of " + what + ", and nothing else.";
  }

  private List<Case> list() {
    JsonNode inputs = cases.path("inputs");
    JsonNode outputs = cases.path("outputs");
    if (!inputs.isArray()
        || inputs.size() != outputs.size()
        || inputs.isEmpty()
        || inputs.size() > MOST_CASES) {
      throw new IllegalArgumentException(
          "cases: expected as many inputs as outputs, 1 to %d, found %d and %d"
              .formatted(MOST_CASES, inputs.size(), outputs.size()));
    }
    boolean wrapped = true;
    for (JsonNode output : outputs) {
      wrapped &= output.isArray() && output.size() == 1;
    }
    List<Case> list = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      list.add(
          cases.hasNonNull("fn_name")
              ? new Case.Call(arguments(inputs.get(i)), result(outputs.get(i), wrapped))
              : new Case.Streams(lines(inputs.get(i)), lines(outputs.get(i))));
    }
    return list;
  }

  /// A list of the arguments, or a text with one argument in JSON a line.
  private static String arguments(JsonNode input) {
    if (input.isArray()) {
      return input.toString();
    }
    List<String> arguments = new ArrayList<>();
    for (String line : input.asText().lines().filter(line -> !line.isBlank()).toList()) {
      arguments.add(Rows.parseValue(line).toString());
    }
    return "[" + String.join(",", arguments) + "]";
  }

  /// A value; as JSON in a text, or, where all are, in a list of its own.
  private static String result(JsonNode output, boolean wrapped) {
    if (output.isTextual()) {
      return Rows.parseValue(output.asText()).toString();
    }
    return wrapped ? output.get(0).toString() : output.toString();
  }

  /// A text, or its lines.
  private static String lines(JsonNode text) {
    if (!text.isArray()) {
      return text.asText();
    }
    List<String> lines = new ArrayList<>();
    text.forEach(line -> lines.add(line.asText()));
    return String.join("\n", lines);
  }

  private Entry entry() {
    if (cases.hasNonNull("fn_name")) {
      return new Entry.Function(cases.get("fn_name").asText());
    }
    if (!row.has("command")) {
      return Entry.Program.PYTHON;
    }
    List<String> command = new ArrayList<>();
    row.get("command").forEach(word -> command.add(word.asText()));
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: expected a list of words, found none");
    }
    return new Entry.Program(command);
  }

  private String file() {
    String file = row.path("file").asText();
    if (!file.startsWith("/")) {
      throw new IllegalArgumentException(
          "file: expected an absolute path in the sandbox, found " + row.path("file"));
    }
    return file;
  }

  private OutputRule.Text text() {
    String name = row.path("compare").asText("lines");
    for (OutputRule.Text text : OutputRule.Text.values()) {
      if (text.name().toLowerCase(Locale.ROOT).equals(name)) {
        return text;
      }
    }
    throw new IllegalArgumentException("compare: expected exact, lines or words, found " + name);
  }

  private double number(String key, double least, double most, double otherwise) {
    JsonNode value = row.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
      throw new IllegalArgumentException(
          key + ": expected a number from " + least + " to " + most + ", found " + value);
    }
    return value.doubleValue();
  }
}
