package dev.millrace.orchestrator.dashboard.audit;

import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.rollout.sandbox.audit.AuditEntry;
import dev.millrace.rollout.sandbox.audit.AuditEvent;
import dev.millrace.rollout.sandbox.audit.Changes;

/// An entry of an audit log as a line for people.
public final class EntryText {
  private EntryText() {}

  /// Its number, its time and what it says, without control characters.
  public static String line(AuditEntry entry) {
    return "%5d  %s  %s".formatted(entry.index(), entry.at(), line(said(entry.event())));
  }

  private static String line(String said) {
    return Units.harmless(said).replace("\n", "\\n");
  }

  private static String said(AuditEvent event) {
    return switch (event) {
      case AuditEvent.Opened opened ->
          "opened by " + opened.provider() + " of " + opened.origin() + from(opened);
      case AuditEvent.Ran ran ->
          "ran " + ran.command().beginning() + end(ran.end(), ran.exitCode());
      case AuditEvent.ShellOpened _ -> "shell opened";
      case AuditEvent.ShellRan ran ->
          "shell "
              + ran.shell()
              + " ran "
              + ran.script().beginning()
              + end(ran.end(), ran.exitCode());
      case AuditEvent.FileRead read ->
          "read " + read.path() + (read.found().isEmpty() ? ": nothing there" : "");
      case AuditEvent.FileWritten written ->
          "wrote " + written.path() + (written.written() ? "" : ": refused");
      case AuditEvent.CopiedIn copied -> "copied in " + copied.path() + count(copied.paths());
      case AuditEvent.Captured captured -> "captured" + count(captured.changes());
      case AuditEvent.Applied applied -> "applied" + count(applied.changes());
      case AuditEvent.Forked forked -> "forked into " + forked.log();
      case AuditEvent.Network network ->
          "network %s:%d %s %s"
              .formatted(network.host(), network.port(), network.verdict(), network.why());
      case AuditEvent.Broke broke ->
          "broke " + broke.operation() + " " + broke.subject() + ": " + broke.why();
      case AuditEvent.Sealed sealed -> "sealed after " + sealed.entries() + " entries";
    };
  }

  private static String from(AuditEvent.Opened opened) {
    return opened.parent().isEmpty() ? "" : " out of " + String.join(", ", opened.parent());
  }

  private static String end(String end, int exitCode) {
    return end.equals("EXITED") ? " -> " + exitCode : " -> " + end;
  }

  private static String count(Changes changes) {
    return ", " + (changes.paths().size() + changes.omitted()) + " paths";
  }
}
