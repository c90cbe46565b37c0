package dev.millrace.rollout.sandbox.audit;

import java.util.List;

/// Something that was asked of a sandbox, and how it ended. Holds no contents of files, no values
/// of variables and no output: digests are SHA-256 in hex.
public sealed interface AuditEvent {
  /// The sandbox was made. Always the first entry.
  ///
  /// @param log the log's own id
  /// @param provider as [dev.millrace.rollout.sandbox.SandboxProvider#description()]
  /// @param origin the digest of its environment; for a fork, the hash of the entry of the log it
  ///     was forked from, which is named in `parent`
  /// @param parent the log of the sandbox it was forked from; empty for any other
  /// @param attached what was attached, as `HOST at TARGET`
  record Opened(
      String log,
      String provider,
      String origin,
      List<String> parent,
      String workdir,
      List<String> attached)
      implements AuditEvent {
    public Opened {
      parent = List.copyOf(parent);
      attached = List.copyOf(attached);
    }
  }

  /// A command ran.
  ///
  /// @param variables the names of its variables
  /// @param end of [dev.millrace.rollout.sandbox.ExecResult.End]
  /// @param outputBytes that were kept of stdout and stderr
  record Ran(
      Traced command,
      List<String> variables,
      long stdinBytes,
      String end,
      int exitCode,
      long durationMicros,
      long outputBytes)
      implements AuditEvent {
    public Ran {
      variables = List.copyOf(variables);
    }
  }

  /// A shell was opened; its number is that of this entry.
  record ShellOpened() implements AuditEvent {}

  /// A script ran in a shell.
  ///
  /// @param shell the shell's number
  record ShellRan(
      long shell, Traced script, String end, int exitCode, long durationMicros, long outputBytes)
      implements AuditEvent {}

  /// A file was asked for.
  ///
  /// @param found nothing when there is no such file
  record FileRead(String path, List<Content> found) implements AuditEvent {
    public FileRead {
      found = List.copyOf(found);
    }
  }

  /// @param written false when the path could not be written to
  record FileWritten(String path, Content content, boolean written) implements AuditEvent {}

  /// A directory of the host was copied in.
  ///
  /// @param content of all of it, as the archive of a delta
  /// @param paths what was copied
  record CopiedIn(String path, Content content, Changes paths) implements AuditEvent {}

  /// @param changes everything that differs from what the sandbox, or the first one it was forked
  ///     from, started with
  record Captured(Content delta, Changes changes) implements AuditEvent {}

  /// An earlier end state was put on top.
  record Applied(Content delta, Changes changes) implements AuditEvent {}

  /// @param log of the new sandbox
  record Forked(String log) implements AuditEvent {}

  /// A program asked for a way into the network.
  ///
  /// @param verdict of [dev.millrace.rollout.sandbox.network.Decision.Verdict]
  /// @param sentBytes by the sandbox; with the verdict `ENDED` alone
  /// @param receivedBytes by the sandbox; likewise
  record Network(
      String host, int port, String verdict, String why, long sentBytes, long receivedBytes)
      implements AuditEvent {}

  /// Something was asked and did not end as it should: whether it had an effect is not known.
  ///
  /// @param subject a command's or script's beginning, or a path
  record Broke(Operation operation, String subject, String why) implements AuditEvent {}

  /// The log is complete. Always the last entry.
  ///
  /// @param entries before this one
  record Sealed(long entries) implements AuditEvent {}

  /// What was asked for.
  enum Operation {
    CREATE,
    COMMAND,
    READ,
    WRITE,
    COPY_IN,
    CAPTURE,
    APPLY,
    FORK,
    SHELL,
    SCRIPT,
    CLOSE
  }

  /// Bytes that are not kept.
  record Content(long bytes, String sha256) {}

  /// A command or a script that is not kept.
  ///
  /// @param sha256 over its words, each behind its length in bytes as 8 bytes, big-endian
  /// @param beginning up to [Masking#MAX_CHARACTERS] of it, secrets masked
  record Traced(String sha256, String beginning) {}
}
