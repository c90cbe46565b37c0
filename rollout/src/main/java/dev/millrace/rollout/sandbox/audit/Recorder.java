package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.trajectory.FailureException;
import java.util.function.Function;

/// Carries out what is asked of a sandbox and writes how it ended, whichever way.
///
/// @param log of the sandbox
record Recorder(AuditLog log) {
  /// What is asked.
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /// @param subject a command's beginning or a path, for when it breaks
  /// @param event what a result is recorded as
  <T> T record(
      AuditEvent.Operation operation, String subject, Work<T> work, Function<T, AuditEvent> event)
      throws InterruptedException {
    T result = attempt(operation, subject, work);
    log.append(event.apply(result));
    return result;
  }

  /// As [#record], without an entry when it ends well.
  <T> T attempt(AuditEvent.Operation operation, String subject, Work<T> work)
      throws InterruptedException {
    try {
      return work.run();
    } catch (RuntimeException | InterruptedException e) {
      broke(new AuditEvent.Broke(operation, subject, why(e)), e);
      throw e;
    }
  }

  private static String why(Exception e) {
    String text =
        e instanceof InterruptedException ? "interrupted" : String.valueOf(e.getMessage());
    return Masking.text(text);
  }

  /// The first exception stays the one that is thrown: on a closed sandbox both say so.
  private void broke(AuditEvent.Broke event, Exception thrown) {
    try {
      log.append(event);
    } catch (FailureException e) {
      thrown.addSuppressed(e);
    }
  }
}
