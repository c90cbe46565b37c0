package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.Artifact;
import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Grading.Place;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.task.Verification.TestScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how a task, or a step of one, is tested.
///
/// @param task its directory
/// @param environment the agent's
record TestsDirectory(
    Path task,
    TaskToml toml,
    Environment environment,
    Dockerfiles dockerfiles,
    List<String> problems) {
  static final Duration TIMEOUT = Duration.ofMinutes(10);

  TestScript ofTask() throws IOException {
    Path tests = task.resolve("tests");
    if (!hasScript(tests)) {
      new TaskFile(tests.toString(), problems)
          .problem("expected test.sh (or state.json), found neither");
    }
    return script(tests, null, toml.verifier(), toml.artifacts(), "verifier");
  }

  /// A step's own tests lie over the task's.
  TestScript ofStep(StepTable step) throws IOException {
    Path shared = task.resolve("tests");
    Path own = task.resolve("steps/" + step.name() + "/tests");
    if (!hasScript(own) && !hasScript(shared)) {
      new TaskFile(own.toString(), problems)
          .problem("expected test.sh here or in the task's own tests, found neither");
    }
    List<Artifact> artifacts = new ArrayList<>(toml.artifacts());
    artifacts.addAll(step.artifacts());
    VerifierTable verifier = step.verifier().over(toml.verifier());
    String key = "steps." + step.name() + ".verifier";
    return Files.isDirectory(own)
        ? script(own, Files.isDirectory(shared) ? shared : null, verifier, artifacts, key)
        : script(shared, null, verifier, artifacts, key);
  }

  private TestScript script(
      Path directory,
      @Nullable Path shared,
      VerifierTable verifier,
      List<Artifact> artifacts,
      String key)
      throws IOException {
    return new TestScript(
        directory,
        verifier.timeout().orElse(TIMEOUT),
        toml.metadata().testPaths(),
        new Grading(
            toml.metadata().told(),
            place(directory, verifier, key),
            verifier.variables(),
            artifacts,
            verifier.hooks(),
            shared));
  }

  private Place place(Path directory, VerifierTable verifier, String key) throws IOException {
    if (verifier.mode().isEmpty() || verifier.mode().get() == VerifierTable.Mode.SHARED) {
      return new Place.EndState();
    }
    TaskFile file = new TaskFile(task.resolve("task.toml").toString(), problems);
    String name = key + ".environment";
    EnvironmentTable table = verifier.environment().orElse(EnvironmentTable.NOTHING);
    var reader = new EnvironmentReader(directory, dockerfiles, problems);
    Path dockerfile = directory.resolve("Dockerfile");
    if (Files.isRegularFile(dockerfile)) {
      return apart(reader.read(Files.readString(dockerfile), table, file, name), verifier, table);
    }
    if (table.image().isPresent()) {
      return apart(reader.read("FROM image", table, file, name), verifier, table);
    }
    return table.equals(EnvironmentTable.NOTHING)
        ? new Place.Apart(null)
        : apart(reader.over(environment, table, file, name), verifier, table);
  }

  private static Place apart(
      Environment environment, VerifierTable verifier, EnvironmentTable table) {
    Network network =
        verifier.network().or(table::network).orElseGet(environment.needs()::verifiers);
    return new Place.Apart(
        environment.with(new Needs(environment.needs().base(), network, network)));
  }

  private static boolean hasScript(Path tests) {
    return Files.isRegularFile(tests.resolve("test.sh"));
  }
}
