package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.rollout.task.TaskException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// Says what went wrong: one message for people, the stack trace in the log at debug level.
final class Failures implements CommandLine.IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    LOG.atDebug().setCause(e).log("command failed");
    command.getErr().println("millrace: " + reasons(e));
    return e instanceof ConfigException || e instanceof TaskException || e instanceof UsageException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  /// The messages of an exception and its causes, each once.
  private static String reasons(Throwable e) {
    StringBuilder text = new StringBuilder(message(e));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append("\n  because: ").append(message);
      }
    }
    return text.toString();
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
