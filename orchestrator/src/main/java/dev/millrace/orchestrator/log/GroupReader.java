package dev.millrace.orchestrator.log;

import java.util.Set;

/// Reads as a member of a consumer group. Its position moves only by [Transactor#commit].
public interface GroupReader extends Reader {
  /// The partitions this member owns now; they change only during [Reader#poll].
  Set<Integer> owned();

  /// Goes back to the group's committed position, after a transaction that failed.
  void rewind();
}
