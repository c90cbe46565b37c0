package dev.millrace.orchestrator.log;

/// Writes records. See [EventLog#appender()].
public interface Appender extends AutoCloseable {
  /// Hands over a record; does not wait for it to be durable.
  void append(Topic topic, String key, byte[] value);

  /// Returns once everything handed over is durable.
  ///
  /// @throws LogException when a record could not be written; which ones were is then unknown
  void flush();

  @Override
  void close();
}
