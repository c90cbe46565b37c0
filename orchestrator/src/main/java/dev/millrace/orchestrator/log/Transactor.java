package dev.millrace.orchestrator.log;

import java.util.List;

/// Writes transactions. See [EventLog#transactor(String)].
public interface Transactor extends AutoCloseable {
  /// Appends all records, and with them moves the group's position behind `consumed`, or does
  /// neither.
  ///
  /// @param consumed what these records were made from, of a reader that still owns its partitions;
  ///     may be empty
  /// @throws LogException when the transaction was not committed; the caller closes this writer,
  ///     opens another and begins again from the group's position
  void commit(List<Outgoing> records, Consumed consumed);

  @Override
  void close();

  /// A record to append.
  record Outgoing(Topic topic, String key, byte[] value) {}

  /// What a transaction consumes.
  sealed interface Consumed {
    record Nothing() implements Consumed {}

    /// The last record taken of each partition, by a member of a group.
    record By(GroupReader reader, List<LogRecord> last) implements Consumed {
      public By {
        last = List.copyOf(last);
      }
    }
  }
}
