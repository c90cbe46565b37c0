package dev.millrace.orchestrator.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import picocli.CommandLine;

/// What came of a call of the command line.
///
/// @param out what it wrote as data
/// @param err what it said
record Called(int status, String out, String err) {
  /// The bundled tasks.
  static final String TASKS =
      Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks").toString();

  /// Skips a test where the doctor says that no run is possible.
  ///
  /// @param cost of skipping it
  static void needRuns(String cost) {
    Called doctor = millrace("doctor");
    Assumptions.assumeTrue(doctor.status() == 0, () -> cost + ": " + doctor.lines().getLast());
  }

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
