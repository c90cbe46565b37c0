package dev.millrace.orchestrator.config;

import dev.millrace.rollout.policy.engine.Secret;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keys that stand in the environment, so that no file holds them.
final class KeyVariable {
  private KeyVariable() {}

  /// @param key of the configuration, for messages
  static void check(@Nullable String variable, String key) {
    Check.that(
        variable == null || variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
        key,
        "the name of an environment variable",
        "something else (not shown, as it may be the key itself)");
  }

  /// @throws ConfigException when the variable is named and not set
  static Optional<Secret> read(
      @Nullable String variable, String key, Map<String, String> environment) {
    if (variable == null) {
      return Optional.empty();
    }
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      throw new ConfigException(
          key + ": the environment variable " + variable + " is not set; export it");
    }
    return Optional.of(new Secret(value.strip()));
  }
}
