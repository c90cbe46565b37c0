package dev.millrace.rollout.sandbox.audit;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A log as it was at some moment. Kept elsewhere, with the episode, it holds the log to its
/// entries up to here: whoever can rewrite the log cannot rewrite this.
///
/// @param log the log's id
/// @param entries so far, one at least
/// @param hash of the last of them, hex
public record AuditHead(String log, long entries, String hash) {
  private static final String LOG = "audit_log";
  private static final String ENTRIES = "audit_entries";
  private static final String HASH = "audit_head";

  /// For [dev.millrace.rollout.trajectory.Provenance#facts()].
  public Map<String, String> facts() {
    return Map.of(LOG, log, ENTRIES, Long.toString(entries), HASH, hash);
  }

  /// The head that an episode's facts hold, if they do.
  ///
  /// @throws IllegalArgumentException when they hold a part of one, or no number of entries
  public static Optional<AuditHead> of(Map<String, String> facts) {
    if (Stream.of(LOG, ENTRIES, HASH).noneMatch(facts::containsKey)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new AuditHead(fact(facts, LOG), Long.parseLong(fact(facts, ENTRIES)), fact(facts, HASH)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(ENTRIES + " of an audit log: " + e.getMessage(), e);
    }
  }

  private static String fact(Map<String, String> facts, String name) {
    String fact = facts.get(name);
    if (fact == null) {
      throw new IllegalArgumentException("an audit log's head without " + name);
    }
    return fact;
  }
}
