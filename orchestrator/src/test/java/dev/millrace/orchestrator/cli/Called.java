package dev.millrace.orchestrator.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// What came of a call of the command line.
///
/// @param out what it wrote as data
/// @param err what it said
record Called(int status, String out, String err) {
  static Called millrace(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(args, new PrintWriter(out), new PrintWriter(err));
    return new Called(status, out.toString(), err.toString());
  }

  /// Calls one command, made for a test.
  static Called command(Object command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(new Failures())
            .execute(args);
    return new Called(status, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
