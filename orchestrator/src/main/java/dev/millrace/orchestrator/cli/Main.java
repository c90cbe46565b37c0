package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.run.RunEnd;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `millrace` command.
@Command(
    name = "millrace",
    mixinStandardHelpOptions = true,
    version = "millrace " + RunEnd.VERSION,
    description = "Turns agent work into training data.",
    subcommands = {
      RunCommand.class,
      RoleCommand.class,
      ScoreCommand.class,
      ExportCommand.class,
      ShowCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      EnginesCommand.class,
      SandboxCommand.class,
      TasksCommand.class,
      TemplateCommand.class,
      BenchCommand.class
    })
public final class Main {
  private Main() {}

  /// Ends the process with the command's status: 0 done, 1 failed, 2 used wrongly.
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /// Runs a command: data goes to `out`, talk to `err`.
  ///
  /// @return 0 done, 1 failed, 2 used wrongly
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .execute(args);
  }
}
