package dev.millrace.rollout.sandbox.audit;

import java.util.Map;

/// A log as it was at some moment. Kept elsewhere, with the episode, it holds the log to its
/// entries
/// up to here: whoever can rewrite the log cannot rewrite this.
///
/// @param log the log's id
/// @param entries so far, one at least
/// @param hash of the last of them, hex
public record AuditHead(String log, long entries, String hash) {
  /// For [dev.millrace.rollout.trajectory.Provenance#facts()].
  public Map<String, String> facts() {
    return Map.of("audit_log", log, "audit_entries", Long.toString(entries), "audit_head", hash);
  }
}
