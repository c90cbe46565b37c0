package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Environment.Step;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one task directory; whatever is wrong with it is noted, so that one look shows it all.
final class TaskDirectory {
  private final Path root;
  private final Path directory;
  private final List<String> problems;

  TaskDirectory(Path root, Path directory, List<String> problems) {
    this.root = root;
    this.directory = directory;
    this.problems = problems;
  }

  /// The task, or empty when it has problems.
  Optional<Task> read() {
    int before = problems.size();
    try {
      Optional<Task> task = parts();
      return problems.size() == before ? task : Optional.empty();
    } catch (CharacterCodingException e) {
      problems.add(directory + ": a file that should be text is not UTF-8: " + e);
    } catch (IOException e) {
      problems.add(directory + ": cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      problems.add(directory + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Task> parts() throws IOException {
    TaskToml toml = TaskToml.read(place("task.toml"), Files.readString(at("task.toml")));
    String instruction = text("instruction.md").strip();
    Optional<Environment> environment = environment(toml);
    JsonFiles json = new JsonFiles(problems);
    Toolbox toolbox =
        Files.exists(at("environment/tools.json"))
            ? json.toolbox(at("environment/tools.json"))
            : Toolbox.BUILTIN;
    Verification verification =
        Files.exists(at("tests/state.json"))
            ? json.stateCheck(at("tests/state.json"))
            : testScript(toml);
    Task.@Nullable Solution solution = solution(json, toolbox);
    if (environment.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Task(
            ref(toml),
            instruction,
            environment.get(),
            toolbox,
            verification,
            toml.limits(),
            solution));
  }

  private TaskRef ref(TaskToml toml) throws IOException {
    String relative = root.relativize(directory).toString();
    String id = relative.isEmpty() ? directory.toAbsolutePath().getFileName().toString() : relative;
    String digest = new ContentDigest().tree(directory, directory).hex();
    return new TaskRef(new TaskId(id), toml.family().orElse(id.split("/", 2)[0]), digest);
  }

  private Optional<Environment> environment(TaskToml toml) throws IOException {
    if (Files.exists(at("environment/docker-compose.yaml"))
        || Files.exists(at("environment/.dockerignore"))) {
      place("environment").problem("compose files and .dockerignore need an image sandbox");
    }
    String text = text("environment/Dockerfile");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Path context = at("environment");
    Environment read =
        new Dockerfile(place("environment/Dockerfile"), new BuildContext(context)).read(text);
    Map<String, String> variables = new HashMap<>(read.variables());
    variables.putAll(toml.variables());
    String workdir = toml.workdir().orElse(read.workdir());
    if (!workdir.startsWith("/")) {
      place("task.toml")
          .problem("environment.workdir: expected an absolute path, found " + workdir);
    }
    boolean copies = read.steps().stream().anyMatch(Step.Copy.class::isInstance);
    return Optional.of(
        new Environment(
            read.steps(),
            variables,
            workdir,
            copies ? context : null,
            EnvironmentDigest.of(read.steps(), variables, context)));
  }

  private Verification testScript(TaskToml toml) {
    if (!Files.isRegularFile(at("tests/test.sh"))) {
      place("tests").problem("expected test.sh (or state.json), found neither");
    }
    return new Verification.TestScript(at("tests"), toml.verifierTimeout(), toml.testPaths());
  }

  private Task.@Nullable Solution solution(JsonFiles json, Toolbox toolbox) throws IOException {
    Path script = at("solution/solve.sh");
    Path steps = at("solution/steps.jsonl");
    boolean hasScript = Files.isRegularFile(script);
    if (!hasScript && !Files.exists(steps)) {
      return null;
    }
    return new Task.Solution(
        hasScript ? script : null, Files.exists(steps) ? json.steps(steps, toolbox) : List.of());
  }

  /// A file that must be there and hold something.
  private String text(String name) throws IOException {
    if (!Files.isRegularFile(at(name))) {
      place(name).problem("is missing");
      return "";
    }
    String text = Files.readString(at(name));
    if (text.isBlank()) {
      place(name).problem("is empty");
    }
    return text;
  }

  private Path at(String name) {
    return directory.resolve(name);
  }

  private TaskFile place(String name) {
    return new TaskFile(at(name).toString(), problems);
  }
}
