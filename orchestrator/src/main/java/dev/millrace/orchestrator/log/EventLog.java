package dev.millrace.orchestrator.log;

import java.util.Map;

/// The event log of one run: what every stage writes and reads. Any thread may open readers and
/// writers; each of those belongs to the thread that uses it, unless it says otherwise.
///
/// Every method that reaches the log throws [LogException] when the log does not answer within its
/// deadline; nothing waits for ever.
public interface EventLog extends AutoCloseable {
  /// A writer whose records are durable once [Appender#flush()] returns, in order per key, and not
  /// repeated by its own retries. Safe for many threads.
  Appender appender();

  /// A writer of transactions. Opening one with an id fences the one that had it before: what that
  /// one had not committed is never seen.
  Transactor transactor(String id);

  /// Reads every committed record of a topic from these offsets on (0 where a partition is not
  /// named), without a group and without committing.
  Tail tail(Topic topic, Map<Integer, Long> from);

  /// Reads committed records as a member of a consumer group; the partitions are shared out among
  /// its members. A group begins at the beginning.
  GroupReader group(String group, Topic topic);

  /// Takes single records out of a topic as a member of a share group: whichever member is free
  /// gets the next one. A group begins at the beginning.
  ShareReader share(String group, Topic topic);

  /// The offset behind the last committed record of each partition, now.
  Map<Integer, Long> ends(Topic topic);

  @Override
  void close();
}
