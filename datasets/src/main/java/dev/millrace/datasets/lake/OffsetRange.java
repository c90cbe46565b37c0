package dev.millrace.datasets.lake;

/// A stretch of a topic's partition, both ends included. Offsets may have gaps inside a range and
/// between ranges: a transaction's markers take offsets too.
public record OffsetRange(String topic, int partition, long first, long last) {
  public OffsetRange {
    if (partition < 0 || first < 0 || last < first) {
      throw new IllegalArgumentException(
          "range " + first + " to " + last + " of " + topic + "-" + partition + " is not one");
    }
  }
}
