package dev.millrace.rollout.task.harbor;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rollout.task.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `[environment]` says, of a task or of its verifier.
///
/// @param workdir when it differs from the Dockerfile's
/// @param variables beside the Dockerfile's
/// @param memoryBytes for one command
/// @param image that is the whole environment
/// @param network of sandboxes with it
record EnvironmentTable(
    Optional<String> workdir,
    Map<String, String> variables,
    Optional<Long> memoryBytes,
    Optional<String> image,
    Optional<Network> network) {
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGT])i?B?");
  private static final Pattern OF_HOST =
      Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*(?::-([^}]*))?\\}");

  static final EnvironmentTable NOTHING =
      new EnvironmentTable(
          Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

  static EnvironmentTable read(TomlTable table) {
    boolean isShut = table.flag("allow_internet").filter(allowed -> !allowed).isPresent();
    EnvironmentTable read =
        new EnvironmentTable(
            table.text("workdir"),
            variables(table, "env"),
            memoryBytes(table),
            table.text("docker_image").filter(image -> !image.isEmpty()),
            network(table).or(() -> isShut ? Optional.of(new Network.None()) : Optional.empty()));
    table.ignore("build_timeout_sec", "cpus", "storage_mb", "storage", "gpu_types");
    table.refuse("os", "only linux can be run here", "linux");
    table.refuse("gpus", "a sandbox has no GPU");
    table.refuse("tpu", "a sandbox has no TPU");
    table.refuse("skills_dir", "the agent reads no skills; say it in instruction.md");
    table.refuse("healthcheck", "nothing keeps running between commands here");
    table.refuse("mcp_servers", "nothing keeps running between commands; use tools.json");
    table.finish();
    return read;
  }

  /// What a table says of the network; empty when it says nothing. `allow_internet` is what schemas
  /// before 1.3 had.
  static Optional<Network> network(TomlTable table) {
    List<String> hosts = table.texts("allowed_hosts");
    return table
        .choice("network_mode", "public", "no-network", "allowlist")
        .map(
            mode ->
                switch (mode) {
                  case "public" -> new Network.Unsaid();
                  case "no-network" -> new Network.None();
                  default -> new Network.Hosts(hosts);
                });
  }

  /// Variables; one that would come from the host has its default.
  static Map<String, String> variables(TomlTable table, String key) {
    Map<String, String> variables = new TreeMap<>();
    table
        .textMap(key)
        .forEach(
            (name, value) -> {
              Matcher matcher = OF_HOST.matcher(value);
              StringBuilder text = new StringBuilder();
              while (matcher.find()) {
                if (matcher.group(1) == null) {
                  table.problem(
                      key + "." + name,
                      "takes a value from the host, which gives none; write ${NAME:-default}");
                }
                String put = matcher.group(1) == null ? "" : matcher.group(1);
                matcher.appendReplacement(text, Matcher.quoteReplacement(put));
              }
              matcher.appendTail(text);
              variables.put(name, text.toString());
            });
    return variables;
  }

  private static Optional<Long> memoryBytes(TomlTable table) {
    Optional<Long> old = table.text("memory").flatMap(text -> bytes(table, text));
    return table.positive("memory_mb").map(mb -> Math.round(mb * (1L << 20))).or(() -> old);
  }

  private static Optional<Long> bytes(TomlTable table, String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      table.problem("memory", "expected a size such as \"2G\" or \"512M\", found " + text);
      return Optional.empty();
    }
    int power = "KMGT".indexOf(size.group(2)) + 1;
    return Optional.of(Math.round(Double.parseDouble(size.group(1)) * (1L << (10 * power))));
  }
}
