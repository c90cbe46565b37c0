package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.harbor.DockerfileLines.Instruction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads of a Dockerfile that an engine builds what has to be known before: the images that it
/// starts from and the directory that it ends in. Whether it can be built, the engine says.
final class EngineDockerfile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWNERSHIP = "^(--(chown|chmod)=\\S+\\s+|--link\\s+)+";

  private final TaskFile file;
  private final BuildContext context;
  private final Set<String> parents = new LinkedHashSet<>();
  // By the names of the stages, in lower case, as they are referred to.
  private final Map<String, List<Instruction>> stages = new HashMap<>();
  private final List<Instruction> arguments = new ArrayList<>();

  EngineDockerfile(TaskFile file, BuildContext context) {
    this.file = file;
    this.context = context;
  }

  /// The environment, its digest still open.
  Environment read(String text) throws IOException {
    List<Instruction> instructions = instructions(text);
    List<String> notices = new ArrayList<>();
    Environment read =
        new Dockerfile(new TaskFile(file.name(), notices), context).read(lastStage(instructions));
    if (instructions.stream().noneMatch(each -> each.keyword().equals("FROM"))) {
      file.problem("has no FROM; it starts with one, e.g. FROM python:3.11-slim");
    }
    // Where commands run is told to agents and judged by: it cannot be left to the engine.
    notices.stream().filter(each -> each.contains(": WORKDIR: ")).forEach(file.problems()::add);
    String dockerfile = plain(text, instructions);
    var built =
        new BaseImage.Built(
            dockerfile,
            context.directory(),
            List.copyOf(parents),
            EnvironmentDigest.ofBuild(dockerfile, context.directory()));
    Needs needs = new Needs(built, Needs.NOTHING.agents(), Needs.NOTHING.verifiers());
    return new Environment(read.steps(), Map.of(), read.workdir(), context.directory(), "", needs);
  }

  private List<Instruction> instructions(String text) {
    try {
      return new DockerfileLines(text).split();
    } catch (IllegalArgumentException e) {
      file.problem(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /// What the last stage comes to, the stages before it that it starts from included, in the
  /// instructions that [Dockerfile] knows.
  private List<Instruction> lastStage(List<Instruction> instructions) {
    List<Instruction> stage = arguments;
    for (Instruction each : instructions) {
      switch (each.keyword()) {
        case "FROM" -> stage = begin(each);
        case "ARG" -> {
          // A default is what an argument is, for none is given.
          if (each.rest().contains("=")) {
            stage.add(with(each, "ENV", each.rest()));
          }
        }
        case "COPY" -> stage.add(with(each, "COPY", each.rest().replaceFirst(OWNERSHIP, "")));
        case "WORKDIR", "ENV", "RUN" -> stage.add(each);
        default -> {
          // Changes neither files of the context nor the directory.
        }
      }
    }
    return stage;
  }

  private List<Instruction> begin(Instruction from) {
    String[] words = from.rest().replaceFirst("^--platform=\\S+\\s+", "").split("\\s+", 4);
    List<Instruction> stage = new ArrayList<>();
    List<Instruction> known = stages.get(words[0].toLowerCase(Locale.ROOT));
    if (known == null) {
      stage.add(from);
      stage.addAll(arguments);
      parent(words[0]);
    } else {
      stage.addAll(known);
    }
    if (words.length == 3 && words[1].equalsIgnoreCase("AS")) {
      stages.put(words[2].toLowerCase(Locale.ROOT), stage);
    }
    return stage;
  }

  private void parent(String word) {
    try {
      String reference = new DockerfileWords(defaults()).expand(word);
      if (!reference.equals("scratch")) {
        parents.add(reference);
      }
    } catch (IllegalArgumentException _) {
      // The engine says what it is, or that it is nothing.
    }
  }

  private Map<String, String> defaults() {
    return new Dockerfile(new TaskFile("", new ArrayList<>()), context).read(arguments).variables();
  }

  private static Instruction with(Instruction each, String keyword, String rest) {
    return new Instruction(each.line(), keyword, rest, each.hereDocument());
  }

  /// The text, here-documents of `RUN` as arguments of bash: the build of Docker's interface knows
  /// none.
  private static String plain(String text, List<Instruction> instructions) {
    if (instructions.stream().allMatch(each -> each.hereDocument().isEmpty())) {
      return text;
    }
    return instructions.stream().map(EngineDockerfile::line).collect(Collectors.joining());
  }

  private static String line(Instruction each) {
    if (each.hereDocument().isEmpty()) {
      return each.keyword() + " " + each.rest() + "\n";
    }
    return each.rest().startsWith("--")
        ? "RUN " + each.rest() + "\n" + each.hereDocument() + "\n"
        : "RUN " + json(List.of("bash", "-c", each.script())) + "\n";
  }

  private static String json(List<String> words) {
    try {
      return Objects.requireNonNull(JSON.writeValueAsString(words));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }
}
