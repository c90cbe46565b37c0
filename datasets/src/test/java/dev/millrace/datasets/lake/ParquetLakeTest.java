package dev.millrace.datasets.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.datasets.lake.table.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetLakeTest extends LakeContract {
  @TempDir Path directory;

  @Override
  protected Lake lake() {
    return new ParquetLake(Store.local(directory));
  }

  @Test
  void filesAreNamedByTopicPartitionAndRange() throws IOException {
    LakeWriter writer = lake().writer();
    writer.claim(TOPIC, 0);
    writer.write(range(3, 12), List.of(solved("g0", 0)));
    try (Stream<Path> files = Files.walk(directory)) {
      assertEquals(
          List.of(
              "_manifest/scored-0-0000000000.json",
              "_manifest/scored-0-0000000001.json",
              "branches/scored-0-000000000003-000000000012-0000000000.parquet",
              "episodes/scored-0-000000000003-000000000012-0000000000.parquet"),
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString())
              .sorted()
              .toList());
    }
  }
}
