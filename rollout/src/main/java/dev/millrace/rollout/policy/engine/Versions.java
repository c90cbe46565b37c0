package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns the engines' names of weights into versions. A name that is a number is that version;
/// other names get the lowest free numbers in the order in which this process first sees them, so
/// that `default` is version 0 of a fresh engine. Trainers that compare versions across processes
/// should name weights by numbers. Guarded by its own lock.
final class Versions {
  private final String policy;
  private final Map<String, Integer> named = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();

  Versions(String policy) {
    this.policy = policy;
  }

  synchronized PolicyVersion of(String name) {
    return new PolicyVersion(policy, named.computeIfAbsent(name, this::number));
  }

  private int number(String name) {
    int number = name.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(name) : lowestFree();
    taken.add(number);
    return number;
  }

  private int lowestFree() {
    int free = 0;
    while (taken.contains(free)) {
      free++;
    }
    return free;
  }

  /// Spans that cover every id once. An engine without versions is at version 0. A stop id that the
  /// engine kept to itself belongs to the last span.
  List<VersionSpan> spans(List<RawSpan> given, int length) throws EngineTrouble {
    if (length == 0) {
      return List.of();
    }
    if (given.isEmpty()) {
      return List.of(new VersionSpan(0, length, new PolicyVersion(policy, 0)));
    }
    List<VersionSpan> spans = new ArrayList<>();
    int at = 0;
    for (RawSpan span : given) {
      if (span.start() == span.end()) {
        continue;
      }
      if (span.start() != at || span.end() < span.start()) {
        throw gap(at, span.start(), length);
      }
      int end = Math.min(span.end(), length);
      if (end > at) {
        add(spans, new VersionSpan(at, end, of(span.version())));
      }
      at = Math.max(at, end);
    }
    if (at < length - 1 || spans.isEmpty()) {
      throw gap(at, length, length);
    }
    VersionSpan last = spans.removeLast();
    spans.add(new VersionSpan(last.start(), length, last.version()));
    return List.copyOf(spans);
  }

  private static void add(List<VersionSpan> spans, VersionSpan span) {
    if (!spans.isEmpty() && spans.getLast().version().equals(span.version())) {
      VersionSpan last = spans.removeLast();
      spans.add(new VersionSpan(last.start(), span.end(), span.version()));
    } else {
      spans.add(span);
    }
  }

  private static EngineTrouble gap(int at, int next, int length) {
    return new EngineTrouble(
        Kind.UNUSABLE,
        "the weight versions of "
            + length
            + " ids leave a gap or overlap at ["
            + at
            + ", "
            + next
            + ")");
  }
}
