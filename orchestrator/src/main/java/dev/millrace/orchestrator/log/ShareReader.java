package dev.millrace.orchestrator.log;

/// Takes single records as a member of a share group. Every record that [Reader#poll] returns is
/// settled with [#accept] or [#release] before the next poll; one that is not settled in time, or
/// whose member dies, goes to another member.
public interface ShareReader extends Reader {
  /// The record is done with, as far as this group is concerned.
  void accept(LogRecord record);

  /// Some other member shall have it.
  void release(LogRecord record);
}
