package dev.millrace.orchestrator.log;

import java.util.Map;

/// Reads a topic without a group. See [EventLog#tail].
public interface Tail extends Reader {
  /// The next offset to read of each partition. It passes over what is not a record (the markers of
  /// transactions), so a tail has read everything once its positions reach [EventLog#ends].
  Map<Integer, Long> positions();

  /// Whether everything before these ends was polled.
  default boolean reached(Map<Integer, Long> ends) {
    Map<Integer, Long> positions = positions();
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
