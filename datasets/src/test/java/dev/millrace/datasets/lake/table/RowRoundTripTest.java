package dev.millrace.datasets.lake.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;

final class RowRoundTripTest {
  private static final Table TABLE =
      new Table(
          "everything",
          Stream.of(ColumnType.values())
              .map(type -> Column.nullable(name(type), type, "Anything."))
              .toList());

  @Property(tries = 25, seed = "11")
  void rowsAreReadAsTheyWereWritten(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      rows.add(row(random));
    }
    Path directory = Files.createTempDirectory("rows");
    Store store = Store.local(directory);
    try (TableWriter out = store.create("rows.parquet", TABLE, Map.of())) {
      rows.forEach(out::write);
      assertEquals(rows.size(), out.finish().rows());
    }
    assertEquals(rows, read(store));
    assertEquals(tokens(rows), tokensByAvro(directory.resolve("rows.parquet")));
    store.delete("");
  }

  @Example
  void aNullableColumnThatAnOlderFileDoesNotHaveIsNullInItsRows() throws IOException {
    Store store = Store.local(Files.createTempDirectory("rows"));
    Column kept = Column.required("kept", ColumnType.STRING, "There from the first.");
    Table older = new Table("rows", List.of(kept));
    try (TableWriter out = store.create("rows.parquet", older, Map.of())) {
      out.write(new Row(older).put("kept", "a"));
      out.finish();
    }
    Column later = Column.nullable("later", ColumnType.JSON, "Not there from the first.");
    Row row = only(store, new Table("rows", List.of(later, kept)));
    assertEquals("a", row.string("kept"));
    assertNull(row.stringOrNull("later"));
    Column asked = Column.required("asked", ColumnType.JSON, "Not there from the first.");
    assertThrows(StoreException.class, () -> only(store, new Table("rows", List.of(asked, kept))));
    store.delete("");
  }

  private static Row only(Store store, Table table) {
    try (TableReader reader = store.open("rows.parquet", table)) {
      return Objects.requireNonNull(reader.next());
    }
  }

  private static List<Row> read(Store store) {
    List<Row> rows = new ArrayList<>();
    try (TableReader reader = store.open("rows.parquet", TABLE)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> tokens(List<Row> rows) {
    return rows.stream()
        .map(row -> row.isNull("ints") ? "null" : Arrays.toString(row.ints("ints")))
        .toList();
  }

  private static List<String> tokensByAvro(Path file) throws IOException {
    List<String> lists = new ArrayList<>();
    Configuration configuration = new Configuration(false);
    configuration.setBoolean("parquet.avro.add-list-element-records", false);
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
            .withConf(configuration)
            .build()) {
      for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
        lists.add(String.valueOf(record.get("ints")));
      }
    }
    return lists;
  }

  private static String name(ColumnType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static Row row(Random random) {
    Row row = new Row(TABLE);
    for (ColumnType type : ColumnType.values()) {
      row.put(name(type), random.nextInt(4) == 0 ? null : value(type, random));
    }
    return row;
  }

  private static Object value(ColumnType type, Random random) {
    int n = random.nextInt(3) == 0 ? 0 : random.nextInt(200);
    return switch (type) {
      case STRING -> "é" + random.nextLong();
      case JSON -> "{\"a\":" + random.nextInt() + "}";
      case BOOL -> random.nextBoolean();
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case DOUBLE -> random.nextGaussian();
      case FLOAT -> random.nextFloat();
      case TIMESTAMP -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1000L);
      case STRINGS, JSONS -> random.ints(n).mapToObj(i -> "\"" + i + "\"").toList();
      case INTS -> random.ints(n).toArray();
      case BYTES, BINARY -> bytes(n, random);
      case FLOATS -> floats(n, random);
      case DOUBLES -> random.doubles(n).map(d -> d < 0.3 ? Double.NaN : d).toArray();
      case NULLABLE_INTS -> {
        boolean[] present = new boolean[n];
        for (int i = 0; i < n; i++) {
          present[i] = random.nextBoolean();
        }
        yield new NullableInts(random.ints(n).toArray(), present);
      }
      case INT_LISTS ->
          random.ints(n % 5, 0, 9).mapToObj(i -> random.ints(i).toArray()).toArray(int[][]::new);
      case BYTE_LISTS ->
          random.ints(n % 5, 0, 9).mapToObj(i -> bytes(i, random)).toArray(byte[][]::new);
    };
  }

  private static byte[] bytes(int n, Random random) {
    byte[] bytes = new byte[n];
    random.nextBytes(bytes);
    return bytes;
  }

  private static float[] floats(int n, Random random) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = random.nextBoolean() ? Float.NaN : -random.nextFloat();
    }
    return floats;
  }
}
