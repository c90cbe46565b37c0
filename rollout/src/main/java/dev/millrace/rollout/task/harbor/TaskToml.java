package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.millrace.rollout.task.Artifact;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Grading.Despite;
import dev.millrace.rollout.task.Grading.Told;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Measure;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.task.Permits;
import dev.millrace.rollout.task.Verification.Steps.Strategy;
import dev.millrace.rollout.task.Verification.Steps.Unreached;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `task.toml` says, schema 1.0 to 1.4. Keys that only other runners need are known and
/// ignored; keys that ask for what a sandbox here cannot give are refused.
///
/// @param metadata what of `[metadata]` means something here
/// @param time that the agent has
/// @param network while it works
/// @param solutionVariables of `[solution]`
/// @param steps empty for a task of a single step
record TaskToml(
    Metadata metadata,
    Optional<Duration> time,
    Optional<Network> network,
    VerifierTable verifier,
    EnvironmentTable environment,
    Map<String, String> solutionVariables,
    List<Artifact> artifacts,
    List<StepTable> steps,
    Strategy strategy) {
  private static final List<String> SCHEMAS = List.of("1.0", "1.1", "1.2", "1.3", "1.4");

  /// What of the free table `[metadata]` means something here.
  ///
  /// @param told how the tests tell their verdict
  /// @param unreached what a step counts that was not come to
  record Metadata(
      Optional<String> family,
      List<String> testPaths,
      Optional<Double> maxTurns,
      Permits permits,
      List<Measure> measures,
      Told told,
      Unreached unreached) {
    static Metadata read(TomlTable table) {
      boolean isSealed = table.flag("sealed").orElse(false);
      Set<Despite> despite = EnumSet.noneOf(Despite.class);
      for (Despite each : Despite.values()) {
        if (table.flag("reward_despite_" + each.name().toLowerCase(Locale.ROOT)).orElse(false)) {
          despite.add(each);
        }
      }
      Told files = new Told.RewardFiles(table.text("reward_key").orElse(null), despite);
      return new Metadata(
          table.text("family"),
          absolute(table, "test_paths"),
          table.positive("max_turns"),
          new Permits(Set.copyOf(table.texts("permits")), absolute(table, "scope")),
          Measures.read(table),
          isSealed ? new Told.Sealed() : files,
          table.choice("unreached_steps", "left_out", "zero").orElse("left_out").equals("zero")
              ? Unreached.ZERO
              : Unreached.LEFT_OUT);
    }
  }

  /// Reads the file's text; problems are noted and read as absent.
  static TaskToml read(TaskFile file, String text) {
    TomlTable root = new TomlTable(file, "", parse(file, text));
    version(root);
    root.ignore("source", "multi_step_reward_mode");
    about(root.table("task"));
    TomlTable agent = root.table("agent");
    Optional<Duration> time = agent.seconds("timeout_sec");
    Optional<Network> network = EnvironmentTable.network(agent);
    agent.refuse("user", "every command runs as root here", "root", "0");
    agent.finish();
    TomlTable solution = root.table("solution");
    TaskToml read =
        new TaskToml(
            Metadata.read(root.table("metadata")),
            time,
            network,
            VerifierTable.read(root.table("verifier")),
            EnvironmentTable.read(root.table("environment")),
            EnvironmentTable.variables(solution, "env"),
            ArtifactList.read(root),
            StepTable.readAll(root),
            root.choice("multi_step_reward_strategy", "mean", "final").orElse("mean").equals("mean")
                ? Strategy.MEAN
                : Strategy.FINAL);
    solution.finish();
    root.finish();
    return read;
  }

  /// What the environment needs beside its steps.
  Needs needs(BaseImage base) {
    Network both = environment.network().orElseGet(Network.Unsaid::new);
    return new Needs(base, network.orElse(both), verifier.network().orElse(both));
  }

  /// What an episode may use; of several steps, the time of all of them together.
  Limits limits() {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        metadata
            .maxTurns()
            .map(turns -> (int) Math.ceil(Math.min(turns, 1e6)))
            .orElse(usual.turns()),
        usual.tokens(),
        steps.isEmpty()
            ? time.orElse(usual.wallTime())
            : steps.stream().map(this::timeOf).reduce(Duration.ZERO, Duration::plus),
        usual.command(),
        environment.memoryBytes().orElse(usual.commandMemoryBytes()),
        usual.commandOutputBytes());
  }

  /// What the agent has for a step.
  Duration timeOf(StepTable step) {
    return step.time().or(() -> time).orElse(Limits.DEFAULT.wallTime());
  }

  static JsonNode parse(TaskFile file, String text) {
    TomlMapper mapper = new TomlMapper();
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      new TaskFile(file.name() + where, file.problems())
          .problem("not TOML: " + e.getOriginalMessage());
      return mapper.createObjectNode();
    }
  }

  private static void version(TomlTable root) {
    Optional<String> legacy = root.text("version");
    root.text("schema_version")
        .or(() -> legacy)
        .filter(version -> !SCHEMAS.contains(version))
        .ifPresent(
            version ->
                root.problem(
                    "schema_version", "expected one of " + SCHEMAS + ", found " + version));
  }

  private static void about(TomlTable task) {
    task.ignore("name", "version", "description", "authors", "keywords");
    task.finish();
  }

  private static List<String> absolute(TomlTable metadata, String key) {
    List<String> paths = metadata.texts(key);
    for (String path : paths) {
      if (!path.startsWith("/")) {
        metadata.problem(key, "expected absolute paths, found " + path);
      }
    }
    return paths;
  }
}
