package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.dashboard.report.RunReport;
import dev.millrace.rollout.policy.protocol.Printable;
import dev.millrace.rollout.task.TaskException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
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

  /// What a run ends with: not 0 when not one of its episodes could be judged.
  static int status(RunReport report, PrintWriter err) {
    if (!report.cameToNothing()) {
      return CommandLine.ExitCode.OK;
    }
    err.println(
        "millrace: none of the "
            + report.totals().episodes()
            + " episodes has a verdict, so the sets are empty; see `without a verdict` above");
    return CommandLine.ExitCode.SOFTWARE;
  }

  /// The messages of an exception and its causes, each once. The name of a cause without words says
  /// nothing to people; the log has it.
  private static String reasons(Throwable e) {
    StringBuilder text = new StringBuilder(message(e));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      String message = cause.getMessage() == null ? "" : message(cause);
      if (text.indexOf(message) < 0) {
        text.append("\n  because: ").append(message);
      }
    }
    return text.toString();
  }

  private static String message(Throwable e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    // Some of it may be what a server or a file said.
    return said.lines().map(Printable::of).collect(Collectors.joining("\n"));
  }
}
