package dev.millrace.orchestrator.log;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One committed record.
///
/// @param value the bytes as they were appended; not copied, so not to be written to
public record LogRecord(Topic topic, int partition, long offset, String key, byte[] value) {
  /// Two records are the same when they stand at the same place.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogRecord that
        && topic == that.topic
        && partition == that.partition
        && offset == that.offset;
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset);
  }

  @Override
  public String toString() {
    return topic.label() + "-" + partition + "@" + offset;
  }
}
