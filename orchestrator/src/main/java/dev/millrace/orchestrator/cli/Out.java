package dev.millrace.orchestrator.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command writes.
final class Out {
  private Out() {}

  /// For data.
  static PrintWriter of(@Nullable CommandSpec spec) {
    return command(spec).commandLine().getOut();
  }

  /// For talk.
  static PrintWriter talk(@Nullable CommandSpec spec) {
    return command(spec).commandLine().getErr();
  }

  private static CommandSpec command(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not called by the command line");
    }
    return spec;
  }
}
