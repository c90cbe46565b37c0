package dev.millrace.orchestrator.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What misbehaviour is known by.
///
/// @param secrets rules for secrets in the form of gitleaks' rule files, or null for those that
///     come with Millrace
/// @param packages a directory with an index of known packages for each registry (`pypi.txt`,
///     `npm.txt`, `crates.txt`, `maven.txt`, one name a line), or null for the short ones that
///     come with Millrace
/// @param seal what becomes of tasks whose repositories hold more than the history of what is
///     checked out
public record IntegrityChoice(@Nullable Path secrets, @Nullable Path packages, Seal seal) {
  static final IntegrityChoice DEFAULT = new IntegrityChoice(null, null, Seal.WARN);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public IntegrityChoice(@Nullable Path secrets, @Nullable Path packages, Seal seal) {
    this.secrets = secrets;
    this.packages = packages;
    this.seal = seal;
  }

  /// What becomes of unsealed tasks.
  public enum Seal {
    /// They are run, named, and marked.
    WARN,
    /// Their episodes fail before they begin.
    REFUSE,
    /// Nobody looks.
    OFF
  }
}
