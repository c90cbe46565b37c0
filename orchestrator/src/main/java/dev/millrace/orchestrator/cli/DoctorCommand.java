package dev.millrace.orchestrator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.orchestrator.doctor.Checkup;
import dev.millrace.orchestrator.doctor.Doctor;
import dev.millrace.rollout.sandbox.Capability;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace doctor`: what this machine can and cannot do.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine can and cannot do, and what each lack costs.",
    footer = "Ends with 0 when a run is possible here, else with 1.")
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where a run would keep its files; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("out");

  @Option(names = "--json", description = "Prints a JSON object instead of a table.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final @Nullable Doctor doctor;

  DoctorCommand() {
    this(null);
  }

  /// @param doctor who examines the machine, or null for this machine's own
  DoctorCommand(@Nullable Doctor doctor) {
    this.doctor = doctor;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    Checkup checkup = doctor == null ? examine() : doctor.examine();
    PrintWriter to = Out.of(spec);
    if (json) {
      to.println(json(checkup));
    } else {
      print(checkup, to);
    }
    return checkup.obstacles().isEmpty() ? 0 : 1;
  }

  private Checkup examine() throws InterruptedException, IOException {
    Path parent = existing(out.toAbsolutePath().normalize());
    WorkDirectory work;
    try {
      work = WorkDirectory.in(parent);
    } catch (IOException e) {
      return Doctor.ofThisMachineWithout(parent, "cannot be written to: " + e).examine();
    }
    try (work) {
      return Doctor.ofThisMachine(work.path()).examine();
    }
  }

  /// The directory itself, or the nearest above it that is there: looking makes no directories.
  private static Path existing(Path directory) {
    Path parent = directory.getParent();
    return parent == null || Files.exists(directory) ? directory : existing(parent);
  }

  private static void print(Checkup checkup, PrintWriter to) {
    TextTable table =
        TextTable.forColumns(
            picocli.CommandLine.Help.defaultColorScheme(Ansi.OFF),
            new Column(24, 0, Overflow.SPAN),
            new Column(9, 0, Overflow.SPAN),
            new Column(66, 0, Overflow.WRAP));
    for (Capability capability : checkup.capabilities()) {
      table.addRowValues(
          capability.name(),
          capability.isAvailable() ? "ok" : "missing",
          capability.detail().replaceAll("\\s+", " "));
      if (!capability.isAvailable()) {
        table.addRowValues("", "", "costs: " + capability.costOfLack());
        table.addRowValues("", "", "do: " + capability.howToGet());
      }
    }
    to.print(table);
    to.println();
    to.println(
        checkup.obstacles().isEmpty()
            ? "A run is possible here."
            : "No run is possible here, for want of: "
                + String.join(", ", checkup.obstacles())
                + ".");
  }

  private static String json(Checkup checkup) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("run_possible", checkup.obstacles().isEmpty());
    for (Capability capability : checkup.capabilities()) {
      root.withArray("capabilities")
          .addObject()
          .put("name", capability.name())
          .put("available", capability.isAvailable())
          .put("needed", Checkup.isNeeded(capability))
          .put("detail", capability.detail())
          .put("cost_of_lack", capability.costOfLack())
          .put("how_to_get", capability.howToGet());
    }
    return root.toPrettyString();
  }
}
