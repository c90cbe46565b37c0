package dev.millrace.rollout.sandbox.audit;

import java.util.ArrayList;
import java.util.List;

/// Whether a path of a sandbox was touched: named to a tool that reads or writes files, copied or
/// applied over, or found changed by a capture, whatever changed it. What a command only read, or a
/// tool reached through a link, is not seen by any of them. A fork's own log speaks of its own
/// tools; its captures include what was changed before.
public sealed interface Touch {
  /// @param entries those that touched it
  record Touched(List<Long> entries) implements Touch {
    public Touched {
      entries = List.copyOf(entries);
    }
  }

  /// The log shows that nothing of this did.
  record Untouched() implements Touch {}

  /// The log cannot tell.
  record Unknown(String why) implements Touch {}

  static Touch of(AuditTrail trail, String asked) {
    if (trail.entries().isEmpty()
        || !(trail.entries().getFirst().event() instanceof AuditEvent.Opened opened)) {
      return new Unknown("the log does not begin with its sandbox");
    }
    String workdir = opened.workdir();
    String path = Changes.plain(workdir, asked);
    List<Long> hits = new ArrayList<>();
    for (AuditEntry entry : trail.entries()) {
      if (touches(entry.event(), workdir, path)) {
        hits.add(entry.index());
      }
    }
    return hits.isEmpty() ? absent(trail) : new Touched(hits);
  }

  private static Touch absent(AuditTrail trail) {
    if (!(trail.verdict() instanceof AuditVerdict.Whole)) {
      return new Unknown("the log is not whole: " + trail.verdict());
    }
    boolean isChanging = false;
    for (AuditEntry entry : trail.entries()) {
      Changes changes = changes(entry.event());
      if (changes.omitted() > 0) {
        return new Unknown(
            "entry " + entry.index() + " leaves out " + changes.omitted() + " paths");
      }
      if (entry.event() instanceof AuditEvent.Captured) {
        isChanging = false;
      } else if (mayChangeAnything(entry.event())) {
        isChanging = true;
      }
    }
    return isChanging
        ? new Unknown("commands ran, or something broke, after the last capture")
        : new Untouched();
  }

  private static boolean mayChangeAnything(AuditEvent event) {
    return switch (event) {
      case AuditEvent.Ran _, AuditEvent.ShellOpened _, AuditEvent.ShellRan _ -> true;
      case AuditEvent.Broke broke ->
          switch (broke.operation()) {
            case COMMAND, SHELL, SCRIPT, APPLY, COPY_IN -> true;
            case CREATE, READ, WRITE, CAPTURE, FORK, CLOSE -> false;
          };
      default -> false;
    };
  }

  private static boolean touches(AuditEvent event, String workdir, String path) {
    return changes(event).touch(path)
        || switch (event) {
          case AuditEvent.FileRead read -> isNamed(read.path(), workdir, path);
          case AuditEvent.FileWritten written -> isNamed(written.path(), workdir, path);
          case AuditEvent.CopiedIn copied -> isNamed(copied.path(), workdir, path);
          case AuditEvent.Broke broke ->
              isOfFile(broke.operation()) && isNamed(broke.subject(), workdir, path);
          default -> false;
        };
  }

  private static boolean isNamed(String file, String workdir, String path) {
    return Changes.isWithin(Changes.plain(workdir, file), path);
  }

  private static boolean isOfFile(AuditEvent.Operation operation) {
    return operation == AuditEvent.Operation.READ
        || operation == AuditEvent.Operation.WRITE
        || operation == AuditEvent.Operation.COPY_IN;
  }

  private static Changes changes(AuditEvent event) {
    return switch (event) {
      case AuditEvent.CopiedIn copied -> copied.paths();
      case AuditEvent.Captured captured -> captured.changes();
      case AuditEvent.Applied applied -> applied.changes();
      default -> new Changes(List.of(), 0);
    };
  }
}
