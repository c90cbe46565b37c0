package dev.millrace.orchestrator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Where a run keeps what: the names below an output directory.
public record RunLayout(Path out) {
  /// The tables that the run leaves.
  public Path lake() {
    return out.resolve("lake");
  }

  /// The sets, a directory each.
  public Path sets() {
    return out.resolve("sets");
  }

  /// Counts for scripts.
  public Path reportJson() {
    return out.resolve("report.json");
  }

  /// The same for people.
  public Path reportHtml() {
    return out.resolve("report.html");
  }

  /// Workspace deltas that are too large for a record.
  public Path deltas() {
    return out.resolve("deltas");
  }

  /// What only a running run needs: the broker's data and the files of its sandboxes.
  public Path work() {
    return out.resolve(".work");
  }

  /// Held by the process that runs here.
  Path lock() {
    return work().resolve(".lock");
  }

  public Path broker() {
    return work().resolve("broker");
  }

  /// Of all processes of a role: each has a directory of its own in it, and removes those of the
  /// dead.
  Path scratch(String role) {
    return work().resolve("scratch-" + role);
  }

  /// What the sandboxes of episodes were asked, a file each.
  public Path audit() {
    return out.resolve("audit");
  }

  /// Whether a run has begun here.
  public boolean isUsed() {
    return Files.exists(lake()) || Files.exists(work());
  }

  /// Whether a run has ended here.
  public boolean isComplete() {
    return Files.exists(reportJson());
  }

  /// Removes the directories of judges' sandboxes where nothing is left in them.
  public void tidy() {
    try {
      Files.deleteIfExists(scratch("scorer"));
      Files.deleteIfExists(work());
    } catch (DirectoryNotEmptyException _) {
      // Somebody else is at work here.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + work(), e);
    }
  }

  /// Removes what only a running run needs.
  public void clean() {
    if (!Files.exists(work())) {
      return;
    }
    try (Stream<Path> files = Files.walk(work())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + work() + "; the run itself is complete", e);
    }
  }
}
