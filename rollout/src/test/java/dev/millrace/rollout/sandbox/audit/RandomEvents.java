package dev.millrace.rollout.sandbox.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Events of every kind, from a seed.
final class RandomEvents {
  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  List<AuditEvent> list(int size) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      events.add(one());
    }
    return events;
  }

  private AuditEvent one() {
    return switch (random.nextInt(12)) {
      case 0 -> new AuditEvent.Opened(text(), text(), text(), texts(), text(), texts());
      case 1 ->
          new AuditEvent.Ran(
              traced(), texts(), random.nextLong(), text(), random.nextInt(), 7, random.nextLong());
      case 2 -> new AuditEvent.ShellOpened();
      case 3 -> new AuditEvent.ShellRan(3, traced(), text(), random.nextInt(), 1, 2);
      case 4 -> new AuditEvent.FileRead(text(), random.nextBoolean() ? List.of() : contents());
      case 5 -> new AuditEvent.FileWritten(text(), content(), random.nextBoolean());
      case 6 -> new AuditEvent.CopiedIn(text(), content(), changes());
      case 7 -> new AuditEvent.Captured(content(), changes());
      case 8 -> new AuditEvent.Applied(content(), changes());
      case 9 -> new AuditEvent.Forked(text());
      case 10 ->
          new AuditEvent.Network(
              text(), random.nextInt(), text(), text(), random.nextLong(), random.nextLong());
      default -> new AuditEvent.Broke(pick(AuditEvent.Operation.values()), text(), text());
    };
  }

  private Changes changes() {
    List<Changes.Change> paths = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      paths.add(new Changes.Change(pick(Changes.Kind.values()), text()));
    }
    return new Changes(paths, random.nextInt(2));
  }

  private List<AuditEvent.Content> contents() {
    return List.of(content());
  }

  private AuditEvent.Content content() {
    return new AuditEvent.Content(random.nextLong(), text());
  }

  private AuditEvent.Traced traced() {
    return new AuditEvent.Traced(text(), text());
  }

  private List<String> texts() {
    return random.nextBoolean() ? List.of() : List.of(text(), text());
  }

  private String text() {
    String letters = "ab/.\"\\\n\0\u00e9\u4e16{}:, ";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
