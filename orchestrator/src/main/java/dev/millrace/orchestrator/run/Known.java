package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.IntegrityChoice;
import dev.millrace.rewards.integrity.dependency.PackageIndex;
import dev.millrace.rewards.integrity.secret.Redactor;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.score.Detectors;
import java.nio.file.Path;

/// What misbehaviour is known by in a run.
///
/// @param redactor for what leaves a worker
/// @param detectors for what is scored
/// @param secrets what both know secrets by
record Known(Redactor redactor, Detectors detectors, SecretRules secrets) {
  /// @throws ConfigException when a file cannot be read or holds something else
  static Known of(IntegrityChoice choice) {
    SecretRules secrets;
    PackageIndex packages;
    Path rules = choice.secrets();
    Path names = choice.packages();
    try {
      secrets = rules == null ? SecretRules.bundled() : SecretRules.load(rules);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("integrity.secrets: " + e.getMessage(), e);
    }
    try {
      packages = names == null ? PackageIndex.bundled() : PackageIndex.load(names);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("integrity.packages: " + e.getMessage(), e);
    }
    return new Known(new Redactor(secrets), Detectors.with(secrets, packages), secrets);
  }
}
