package dev.millrace.datasets.lake.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk with no room left, by way of Linux's device for that.
final class FullDiskTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final String NAME = "rows.parquet";

  @TempDir Path directory;

  @BeforeEach
  void nameTheDevice() throws IOException {
    assumeTrue(Files.exists(FULL), "there is no " + FULL + " here: a full disk is not tried");
    Files.createSymbolicLink(directory.resolve(NAME), FULL);
  }

  @Test
  void textThatDoesNotFitIsAFailureThatNamesTheFile() {
    namesTheFile(
        assertThrows(
            StoreException.class, () -> Store.local(directory).writeText(NAME, "a manifest")));
  }

  @Test
  void tableThatDoesNotFitIsAFailureThatNamesTheFile() {
    Table table =
        new Table("rows", List.of(Column.required("number", ColumnType.INT32, "A number.")));
    namesTheFile(
        assertThrows(
            StoreException.class,
            () -> {
              try (TableWriter writer = Store.local(directory).create(NAME, table, Map.of())) {
                writer.write(new Row(table).put("number", 1));
                writer.finish();
              }
            }));
  }

  private static void namesTheFile(StoreException error) {
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains(NAME), message);
    assertTrue(message.contains("bytes are free"), message);
    assertTrue(message.contains("No space left"), message);
  }
}
