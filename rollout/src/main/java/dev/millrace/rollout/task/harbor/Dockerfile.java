package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Environment.Step;
import dev.millrace.rollout.task.Needs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Turns the instructions of a Dockerfile that need no image into steps: `FROM`, `COPY`, `WORKDIR`,
/// `ENV` and `RUN`. Everything else is a problem of the task.
final class Dockerfile {
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TaskFile file;
  private final BuildContext context;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private String workdir = "/";
  private BaseImage base = new BaseImage.Any();

  Dockerfile(TaskFile file, BuildContext context) {
    this.file = file;
    this.context = context;
  }

  /// The environment as far as the file makes sense, its digest still open; what does not is noted.
  Environment read(String text) {
    List<DockerfileLines.Instruction> instructions;
    try {
      instructions = new DockerfileLines(text).split();
    } catch (IllegalArgumentException e) {
      file.problem(String.valueOf(e.getMessage()));
      instructions = List.of();
    }
    return read(instructions);
  }

  Environment read(List<DockerfileLines.Instruction> instructions) {
    for (DockerfileLines.Instruction instruction : instructions) {
      TaskFile line = file.at(instruction.line());
      try {
        apply(instruction);
      } catch (IllegalArgumentException e) {
        line.problem(instruction.keyword() + ": " + e.getMessage());
      }
    }
    if (!(base instanceof BaseImage.From)) {
      file.problem("has no FROM; it starts with one, e.g. FROM python:3.11-slim");
    }
    Needs needs = new Needs(base, Needs.NOTHING.agents(), Needs.NOTHING.verifiers());
    return new Environment(steps, variables, workdir, context.directory(), "", needs);
  }

  private void apply(DockerfileLines.Instruction instruction) {
    String rest = instruction.rest();
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("has no argument");
    }
    switch (instruction.keyword()) {
      case "FROM" -> from(rest);
      case "COPY" -> copy(rest);
      case "WORKDIR" -> enter(words().expand(rest));
      case "ENV" -> variables.putAll(assignments(rest));
      case "RUN" -> run(instruction);
      default ->
          throw new IllegalArgumentException(
              "needs an image sandbox, which builds any Dockerfile; here only FROM, COPY, WORKDIR,"
                  + " ENV and RUN can be used");
    }
  }

  private void from(String rest) {
    if (base instanceof BaseImage.From) {
      throw new IllegalArgumentException(
          "a second stage needs an image sandbox; here a Dockerfile has one FROM");
    }
    refuseFlags(rest);
    // A name that a later stage would know it by may follow.
    base = new BaseImage.From(rest.split("\\s+", 2)[0]);
  }

  private void copy(String rest) {
    refuseFlags(rest);
    List<String> words = rest.startsWith("[") ? strings(rest) : words().split(rest);
    if (words.size() < 2) {
      throw new IllegalArgumentException("expected sources and a destination, found: " + rest);
    }
    String destination = absolute(words.getLast());
    List<String> sources = new ArrayList<>();
    try {
      for (String pattern : words.subList(0, words.size() - 1)) {
        sources.addAll(context.resolve(pattern));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the build context cannot be read: " + e, e);
    }
    if (sources.size() > 1 && !destination.endsWith("/")) {
      throw new IllegalArgumentException(
          "with several sources the destination ends with /, but was " + words.getLast());
    }
    steps.add(new Step.Copy(sources, destination));
  }

  private void enter(String directory) {
    String path = absolute(directory);
    workdir = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    steps.add(new Step.MakeDirectory(workdir));
  }

  private Map<String, String> assignments(String rest) {
    String first = rest.split("\\s+", 2)[0];
    if (!first.contains("=")) {
      String[] parts = rest.split("\\s+", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException("expected NAME=value, found: " + rest);
      }
      return Map.of(first, words().expand(parts[1]));
    }
    Map<String, String> assigned = new HashMap<>();
    for (String word : words().split(rest)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("expected NAME=value, found: " + word);
      }
      assigned.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return assigned;
  }

  private void run(DockerfileLines.Instruction instruction) {
    refuseFlags(instruction.rest());
    String script =
        instruction.rest().startsWith("[")
            ? strings(instruction.rest()).stream()
                .map(Dockerfile::quoted)
                .collect(Collectors.joining(" "))
            : instruction.script();
    steps.add(new Step.Run(script, workdir, variables));
  }

  private DockerfileWords words() {
    Map<String, String> known = new HashMap<>(variables);
    known.putIfAbsent("PATH", SEARCH_PATH);
    return new DockerfileWords(known);
  }

  private String absolute(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    String joined = path.startsWith("/") ? path : workdir + "/" + path;
    boolean isDirectory = path.endsWith("/") || path.equals(".") || path.endsWith("/.");
    List<String> names = new ArrayList<>();
    for (String name : joined.split("/+", -1)) {
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.removeLast();
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return "/" + String.join("/", names) + (isDirectory && !names.isEmpty() ? "/" : "");
  }

  private static void refuseFlags(String rest) {
    if (rest.startsWith("--")) {
      String flag = rest.split("[=\\s]", 2)[0];
      throw new IllegalArgumentException(
          flag
              + " needs an image sandbox; here all files belong to root and keep the modes they"
              + " have in environment/");
    }
  }

  private static List<String> strings(String json) {
    try {
      return Arrays.asList(Objects.requireNonNull(JSON.readValue(json, String[].class)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected a JSON list of strings: " + e.getOriginalMessage(), e);
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
