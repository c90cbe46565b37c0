package dev.millrace.datasets.lake.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForeignRowsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message row {
            required binary instance_id (STRING);
            optional int64 number;
            optional group FAIL_TO_PASS (LIST) {
              repeated group list { optional binary element (STRING); }
            }
            optional group base { optional binary sha (STRING); optional boolean known; }
            optional group tests (MAP) {
              repeated group key_value {
                required binary key (STRING);
                optional group value { optional binary fix (STRING); }
              }
            }
            repeated int32 old;
          }
          """);

  @TempDir Path directory;

  @Test
  void nestedRowsBecomeObjects() throws IOException {
    Group row = new SimpleGroupFactory(SCHEMA).newGroup();
    row.append("instance_id", "own__slug-1").append("number", 7L).append("old", 1).append("old", 2);
    Group list = row.addGroup("FAIL_TO_PASS");
    list.addGroup("list").append("element", "tests/a.py::é");
    list.addGroup("list");
    row.addGroup("base").append("sha", "5eed").append("known", true);
    Group entry = row.addGroup("tests").addGroup("key_value").append("key", "t");
    entry.addGroup("value").append("fix", "PASS");

    List<String> rows = ForeignRows.json(written(row));

    assertEquals(
        List.of(
            "{\"instance_id\":\"own__slug-1\",\"number\":7,"
                + "\"FAIL_TO_PASS\":[\"tests/a.py::é\",null],"
                + "\"base\":{\"sha\":\"5eed\",\"known\":true},"
                + "\"tests\":{\"t\":{\"fix\":\"PASS\"}},\"old\":[1,2]}"),
        rows);
  }

  @Test
  void whatIsAbsentIsNull() throws IOException {
    Group row = new SimpleGroupFactory(SCHEMA).newGroup();
    row.append("instance_id", "own__slug-1");

    assertEquals(
        List.of(
            "{\"instance_id\":\"own__slug-1\",\"number\":null,\"FAIL_TO_PASS\":null,\"base\":null,"
                + "\"tests\":null,\"old\":[]}"),
        ForeignRows.json(written(row)));
  }

  @Test
  void aFileThatIsNoParquetIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("rows.parquet"), "not Parquet at all");

    var problem = assertThrows(StoreException.class, () -> ForeignRows.json(file));

    assertTrue(String.valueOf(problem.getMessage()).contains(file.toString()));
  }

  private Path written(Group row) throws IOException {
    Path file = directory.resolve("rows.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(SCHEMA).build()) {
      writer.write(row);
    }
    return file;
  }
}
