package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Printable;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a server.
///
/// @param version of its software, or null where it does not say
/// @param model the served model's name, or null where it does not say
/// @param scope what its logprobs are of
/// @param findings in the order in which they were found
public record EngineReport(
    URI url,
    EngineKind kind,
    @Nullable String version,
    @Nullable String model,
    LogprobScope scope,
    List<Finding> findings) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public EngineReport(
      URI url,
      EngineKind kind,
      @Nullable String version,
      @Nullable String model,
      LogprobScope scope,
      List<Finding> findings) {
    this.url = url;
    this.kind = kind;
    this.version = version;
    this.model = model;
    this.scope = scope;
    this.findings = List.copyOf(findings);
  }

  /// How a finding bears on training.
  public enum Level {
    OK,
    /// Fine under some settings, or not there.
    NOTE,
    /// Branches from this server cannot be trained on with RL.
    BAD
  }

  /// @param subject e.g. `token ids`
  /// @param why in words
  public record Finding(Level level, String subject, String why) {}

  /// Whether nothing bad was found.
  public boolean isTrustworthy() {
    return findings.stream().noneMatch(finding -> finding.level() == Level.BAD);
  }

  /// One line a finding, for people.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(url).append(" is ").append(kind.label());
    text.append(version == null ? "" : " " + Printable.of(version));
    text.append(model == null ? "" : ", serving " + Printable.of(model)).append('\n');
    for (Finding finding : findings) {
      text.append("  %-4s %-18s %s%n".formatted(finding.level(), finding.subject(), finding.why()));
    }
    return text.toString();
  }
}
