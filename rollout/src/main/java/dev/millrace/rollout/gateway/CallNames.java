package dev.millrace.rollout.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Call ids that are unique in a session. Those that the model itself wrote stay as they are, as
/// long as they are. Any thread may use it.
final class CallNames {
  private static final Pattern COUNTED = Pattern.compile("call_\\d+");

  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();

  String unique(String id) {
    if (!COUNTED.matcher(id).matches() && used.add(id)) {
      return id;
    }
    return "call_" + next.getAndIncrement();
  }
}
