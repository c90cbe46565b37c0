package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.Grading.Hook;
import dev.millrace.rollout.task.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `[verifier]` says, of a task or of one of its steps.
///
/// @param network while they run
/// @param environment where the tests have one of their own
record VerifierTable(
    Optional<Duration> timeout,
    Map<String, String> variables,
    Optional<Network> network,
    Optional<Mode> mode,
    Optional<EnvironmentTable> environment,
    List<Hook> hooks) {
  private static final double HOOK_SECONDS = 60;

  /// Where the tests run.
  enum Mode {
    SHARED,
    SEPARATE
  }

  static VerifierTable read(TomlTable table) {
    Optional<EnvironmentTable> environment =
        table.has("environment")
            ? Optional.of(EnvironmentTable.read(table.table("environment")))
            : Optional.empty();
    Optional<Mode> mode = mode(table);
    if (environment.isPresent() && mode.isPresent() && mode.get() == Mode.SHARED) {
      table.problem("environment", "cannot be there where environment_mode is \"shared\"");
    }
    table.refuse("user", "tests run as root here", "root", "0");
    VerifierTable read =
        new VerifierTable(
            table.seconds("timeout_sec"),
            EnvironmentTable.variables(table, "env"),
            EnvironmentTable.network(table),
            environment.isPresent() && mode.isEmpty() ? Optional.of(Mode.SEPARATE) : mode,
            environment,
            hooks(table));
    table.finish();
    return read;
  }

  private static Optional<Mode> mode(TomlTable table) {
    return table
        .choice("environment_mode", "shared", "separate")
        .map(mode -> mode.equals("shared") ? Mode.SHARED : Mode.SEPARATE);
  }

  private static List<Hook> hooks(TomlTable table) {
    List<Hook> hooks = new ArrayList<>();
    for (TomlTable hook : table.tables("collect")) {
      hook.refuse("service", "there is only the agent's own sandbox here", "main");
      hook.refuse("user", "every command runs as root here", "root", "0");
      String command = hook.text("command").orElse("");
      if (command.isBlank()) {
        hook.problem("command", "expected a command, found none");
      }
      Duration timeout =
          hook.seconds("timeout_sec").orElse(Duration.ofMillis(Math.round(HOOK_SECONDS * 1000)));
      hooks.add(new Hook(command, timeout));
      hook.finish();
    }
    return hooks;
  }

  /// This one for a step: what the step says, else what the task says.
  VerifierTable over(VerifierTable task) {
    Map<String, String> both = new TreeMap<>(task.variables);
    both.putAll(variables);
    List<Hook> allHooks = new ArrayList<>(task.hooks);
    allHooks.addAll(hooks);
    return new VerifierTable(
        timeout.or(task::timeout),
        both,
        network.or(task::network),
        mode.or(task::mode),
        environment.or(
            () ->
                mode.isPresent() && mode.get() == Mode.SHARED
                    ? Optional.empty()
                    : task.environment),
        allHooks);
  }
}
