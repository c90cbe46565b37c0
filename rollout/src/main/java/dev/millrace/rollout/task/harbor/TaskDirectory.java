package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Feedback;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one task directory; whatever is wrong with it is noted, so that one look shows it all.
final class TaskDirectory {
  private static final String RUBRIC = "tests/rubric.toml";

  private final Path root;
  private final Path directory;
  private final Dockerfiles dockerfiles;
  private final List<String> problems;

  TaskDirectory(Path root, Path directory, Dockerfiles dockerfiles, List<String> problems) {
    this.root = root;
    this.directory = directory;
    this.dockerfiles = dockerfiles;
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
    Optional<Environment> environment = environment(toml);
    JsonFiles json = new JsonFiles(problems);
    Toolbox toolbox =
        Files.exists(at("environment/tools.json"))
            ? json.toolbox(at("environment/tools.json"))
            : Toolbox.BUILTIN;
    if (environment.isEmpty()) {
      return Optional.empty();
    }
    var tests = new TestsDirectory(directory, toml, environment.get(), dockerfiles, problems);
    Solutions solutions = new Solutions(json, toolbox, toml.solutionVariables());
    new JudgingFiles(directory, problems).check(toml.steps());
    Verification verification = verification(toml, tests, json, solutions);
    return Optional.of(
        new Task(
            ref(toml),
            instruction(verification),
            environment.get(),
            toolbox,
            verification,
            toml.limits(),
            solutions.in(at("solution")),
            toml.metadata().permits(),
            new Feedback(toml.metadata().measures(), rubric()),
            List.of()));
  }

  private Verification verification(
      TaskToml toml, TestsDirectory tests, JsonFiles json, Solutions solutions) throws IOException {
    if (Files.exists(at("tests/grading.json"))) {
      return testSpec(toml);
    }
    if (toml.steps().isEmpty()) {
      if (Files.exists(at("tests/state.json"))) {
        return json.stateCheck(at("tests/state.json"));
      }
      return isJudgedAlone() ? new Verification.Unmeasured(at("tests")) : tests.ofTask();
    }
    List<TaskStep> steps = new ArrayList<>();
    for (StepTable step : toml.steps()) {
      Path workdir = at("steps/" + step.name() + "/workdir");
      steps.add(
          new TaskStep(
              step.name(),
              instruction(step),
              Files.isDirectory(workdir) ? workdir : null,
              tests.ofStep(step),
              step.minRewards(),
              toml.timeOf(step),
              solutions.in(at("steps/" + step.name() + "/solution"))));
    }
    return new Verification.Steps(steps, toml.strategy(), toml.metadata().unreached());
  }

  private boolean isJudgedAlone() {
    return Files.exists(at(RUBRIC)) && !Files.exists(at("tests/test.sh"));
  }

  private @Nullable Rubric rubric() throws IOException {
    return Files.exists(at(RUBRIC))
        ? RubricFile.read(place(RUBRIC), Files.readString(at(RUBRIC))).orElse(null)
        : null;
  }

  private Verification testSpec(TaskToml toml) throws IOException {
    if (!Files.isRegularFile(at("tests/eval.sh"))) {
      place("tests").problem("expected eval.sh beside grading.json, found none");
    }
    try {
      GradingSpec spec = GradingFile.read(Files.readString(at("tests/grading.json")));
      Duration timeout = toml.verifier().timeout().orElse(TestsDirectory.TIMEOUT);
      return new Verification.TestSpec(at("tests"), timeout, spec);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tests/grading.json: " + e.getMessage(), e);
    }
  }

  private String instruction(Verification verification) throws IOException {
    return verification instanceof Verification.Steps several
        ? several.steps().stream().map(TaskStep::instruction).collect(Collectors.joining("\n\n"))
        : text("instruction.md").strip();
  }

  private String instruction(StepTable step) throws IOException {
    return text("steps/" + step.name() + "/instruction.md").strip();
  }

  private TaskRef ref(TaskToml toml) throws IOException {
    String relative = root.relativize(directory).toString();
    String id = relative.isEmpty() ? directory.toAbsolutePath().getFileName().toString() : relative;
    String digest = new ContentDigest().tree(directory, directory).hex();
    return new TaskRef(
        new TaskId(id), toml.metadata().family().orElse(id.split("/", 2)[0]), digest);
  }

  private Optional<Environment> environment(TaskToml toml) throws IOException {
    if (Files.exists(at("environment/docker-compose.yaml"))) {
      place("environment").problem("compose files are not run: a sandbox is one container");
    }
    if (dockerfiles == Dockerfiles.STEPS && Files.exists(at("environment/.dockerignore"))) {
      place("environment").problem(".dockerignore needs an image sandbox");
    }
    boolean isBuilt = toml.environment().image().isEmpty();
    String text =
        isBuilt || Files.exists(at("environment/Dockerfile"))
            ? text("environment/Dockerfile")
            : "FROM image";
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Environment read =
        new EnvironmentReader(at("environment"), dockerfiles, problems)
            .read(text, toml.environment(), place("task.toml"), "environment");
    return Optional.of(read.with(toml.needs(read.needs().base())));
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
