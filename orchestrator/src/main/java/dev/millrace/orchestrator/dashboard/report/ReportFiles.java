package dev.millrace.orchestrator.dashboard.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Where a report goes. Each file is written aside and renamed: it is there whole or not at all.
/// The page comes first, so that the JSON stands for a run that has ended.
public record ReportFiles(Path json, Path html) {
  /// Writes both.
  ///
  /// @throws UncheckedIOException when a file cannot be written; the message names it
  public void write(RunReport report) {
    write(html, ReportPage.html(report));
    write(json, ReportJson.text(report));
  }

  private static void write(Path file, String text) {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(aside, text);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the report " + file + " cannot be written: " + e, e);
    }
  }
}
