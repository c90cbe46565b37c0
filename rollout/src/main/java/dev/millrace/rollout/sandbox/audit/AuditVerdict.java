package dev.millrace.rollout.sandbox.audit;

/// What became of a log.
public sealed interface AuditVerdict {
  /// Complete and unchanged.
  ///
  /// @param entries the seal included
  /// @param hash of the seal
  record Whole(long entries, String hash) implements AuditVerdict {}

  /// Unchanged as far as it goes, but without its seal: it is being written, its writer died, or
  /// its end was cut off.
  ///
  /// @param hash of the last entry; of a log without one, the hash that the first would continue
  /// @param tornBytes of an entry that was not written to its end
  record Unsealed(long entries, String hash, long tornBytes) implements AuditVerdict {}

  /// Changed.
  ///
  /// @param index the first entry that is not what was written
  record Broken(long index, String why) implements AuditVerdict {}
}
