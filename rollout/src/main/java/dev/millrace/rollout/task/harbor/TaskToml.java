package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.millrace.rollout.task.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `task.toml` says, schema 1.0 to 1.4. Keys that only other runners need are known and
/// ignored; keys that ask for what a namespace sandbox cannot give are refused. A task that says
/// nothing of the network, or asks for it, runs without: sandboxes have none.
///
/// @param family from `metadata.family`
/// @param workdir from `environment.workdir`, when it differs from the Dockerfile's
record TaskToml(
    Optional<String> family,
    List<String> testPaths,
    Duration verifierTimeout,
    Limits limits,
    Optional<String> workdir,
    Map<String, String> variables) {
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGT])i?B?");
  private static final List<String> SCHEMAS = List.of("1.0", "1.1", "1.2", "1.3", "1.4");
  private static final double VERIFIER_SECONDS = 600;
  private static final String IMAGE = "needs an image sandbox; leave it out";

  /// Reads the file's text; problems are noted and read as absent.
  static TaskToml read(TaskFile file, String text) {
    TomlTable root = new TomlTable(file, "", parse(file, text));
    version(root);
    root.ignore("source", "artifacts", "multi_step_reward_strategy");
    root.refuse("steps", "tasks of several steps cannot be run here; make each step a task");
    about(root.table("task"));
    TomlTable metadata = root.table("metadata");
    Optional<Double> maxTurns = metadata.positive("max_turns");
    TomlTable agent = root.table("agent");
    Optional<Double> agentSeconds = agent.positive("timeout_sec");
    network(agent);
    agent.refuse("user", "every command runs as root here", "root");
    agent.finish();
    Duration verifier = verifier(root.table("verifier"));
    root.table("solution").refuse("env", "variables cannot be set here; use ENV in the Dockerfile");
    TomlTable environment = root.table("environment");
    Limits limits = limits(maxTurns, agentSeconds, memoryBytes(environment));
    TaskToml read =
        new TaskToml(
            metadata.text("family"),
            absolute(metadata),
            verifier,
            limits,
            environment.text("workdir"),
            variables(environment));
    environment(environment);
    root.finish();
    return read;
  }

  private static JsonNode parse(TaskFile file, String text) {
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

  private static Duration verifier(TomlTable verifier) {
    Duration timeout = seconds(verifier.positive("timeout_sec").orElse(VERIFIER_SECONDS));
    network(verifier);
    verifier.ignore("environment_mode");
    verifier.refuse("env", "variables cannot be set here; set them in tests/test.sh");
    verifier.refuse("environment", "tests run in the task's own environment here");
    verifier.refuse("collect", "commands before the tests cannot be run here; use tests/test.sh");
    verifier.refuse("user", "tests run as root here", "root");
    verifier.finish();
    return timeout;
  }

  private static void network(TomlTable table) {
    table.ignore("network_mode", "allowed_hosts");
  }

  private static void environment(TomlTable environment) {
    network(environment);
    environment.flag("allow_internet");
    environment.ignore("build_timeout_sec", "cpus", "storage_mb", "storage", "gpu_types");
    environment.refuse("docker_image", IMAGE);
    environment.refuse("os", "only linux can be run here", "linux");
    environment.refuse("gpus", "a sandbox has no GPU");
    environment.refuse("tpu", "a sandbox has no TPU");
    environment.refuse("skills_dir", "the agent reads no skills; say it in instruction.md");
    environment.refuse("healthcheck", "nothing keeps running between commands here");
    environment.refuse("mcp_servers", "nothing keeps running between commands; use tools.json");
    environment.finish();
  }

  private static Map<String, String> variables(TomlTable environment) {
    Map<String, String> variables = environment.textMap("env");
    variables.forEach(
        (name, value) -> {
          if (value.contains("${")) {
            environment.problem("env." + name, "takes a value from the host, which gives none");
          }
        });
    return variables;
  }

  private static List<String> absolute(TomlTable metadata) {
    List<String> paths = metadata.texts("test_paths");
    for (String path : paths) {
      if (!path.startsWith("/")) {
        metadata.problem("test_paths", "expected absolute paths, found " + path);
      }
    }
    return paths;
  }

  private static Optional<Long> memoryBytes(TomlTable environment) {
    Optional<Long> old = environment.text("memory").flatMap(text -> bytes(environment, text));
    return environment.positive("memory_mb").map(mb -> Math.round(mb * (1L << 20))).or(() -> old);
  }

  private static Optional<Long> bytes(TomlTable environment, String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      environment.problem("memory", "expected a size such as \"2G\" or \"512M\", found " + text);
      return Optional.empty();
    }
    int power = "KMGT".indexOf(size.group(2)) + 1;
    return Optional.of(Math.round(Double.parseDouble(size.group(1)) * (1L << (10 * power))));
  }

  private static Limits limits(
      Optional<Double> maxTurns, Optional<Double> agentSeconds, Optional<Long> memoryBytes) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        maxTurns.map(turns -> (int) Math.ceil(Math.min(turns, 1e6))).orElse(usual.turns()),
        usual.tokens(),
        agentSeconds.map(TaskToml::seconds).orElse(usual.wallTime()),
        usual.command(),
        memoryBytes.orElse(usual.commandMemoryBytes()),
        usual.commandOutputBytes());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
