package dev.millrace.rewards.logs;

import dev.millrace.rewards.logs.runner.Runners;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rewards.logs.upstream.Dialects;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// Readers of test logs by name: ours, named after the runner, such as `pytest` or `junit`; and
/// SWE-bench's and SWE-rebench's, such as `parse_log_pytest_v2`, which read as that parser does.
public final class LogParsers {
  private static final TreeMap<String, LogParser> ALL = new TreeMap<>();

  static {
    ALL.putAll(Runners.ALL);
    ALL.putAll(Dialects.ALL);
  }

  private LogParsers() {}

  /// The reader of that name; empty where there is none.
  public static Optional<LogParser> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// All names, for messages.
  public static SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(ALL.navigableKeySet());
  }
}
