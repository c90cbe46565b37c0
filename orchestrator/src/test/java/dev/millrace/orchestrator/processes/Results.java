package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.millrace.datasets.build.DpoBuilder;
import dev.millrace.datasets.build.MetaRlBuilder;
import dev.millrace.datasets.build.RlBuilder;
import dev.millrace.datasets.build.SftBuilder;
import dev.millrace.datasets.lake.EpisodesTable;
import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a run left behind, read file by file, as a reader sees it that knows nothing of manifests.
final class Results {
  private static final List<Table> SETS =
      List.of(
          new SftBuilder().table(),
          new DpoBuilder(0.1).table(),
          new RlBuilder().table(),
          new MetaRlBuilder().table());

  private Results() {}

  /// Checks that every planned episode is in the lake exactly once.
  static void holdsEachEpisodeOnce(TestRun run) {
    List<String> stored = new ArrayList<>();
    Table ids = EpisodesTable.TABLE.select(Set.of("episode_id"));
    for (Row row : rows(Store.local(run.out().resolve("lake")), "episodes", ids)) {
      stored.add(row.string("episode_id"));
    }
    assertEquals(run.planned(), stored.size(), () -> "the lake holds " + stored);
    assertEquals(run.planned(), new HashSet<>(stored).size(), () -> "the lake holds " + stored);
  }

  /// How often episodes were sent out again.
  static int repeatedAttempts(TestRun run) {
    Table attempts = EpisodesTable.TABLE.select(Set.of("attempt"));
    return rows(Store.local(run.out().resolve("lake")), "episodes", attempts).stream()
        .mapToInt(row -> row.int32("attempt"))
        .sum();
  }

  /// Checks that two runs left the same sets: row for row, and then byte for byte.
  static void sameSets(TestRun expected, TestRun actual) {
    Store left = Store.local(expected.out().resolve("sets"));
    Store right = Store.local(actual.out().resolve("sets"));
    for (Table table : SETS) {
      String data = table.name() + "/data";
      List<Row> wanted = rows(left, data, table);
      List<Row> found = rows(right, data, table);
      assertEquals(wanted.size(), found.size(), "rows of " + table.name());
      if (!wanted.equals(found)) {
        fail(table.name() + " differs in " + differing(left, right, data, table));
      }
    }
    assertEquals(digests(expected), digests(actual));
  }

  /// SHA-256 of each file of the sets.
  static Map<String, String> digests(TestRun run) {
    Path sets = run.out().resolve("sets");
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sets)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        digests.put(sets.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + sets, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    return digests;
  }

  private static List<String> differing(Store left, Store right, String data, Table table) {
    List<String> differing = new ArrayList<>();
    for (Column column : table.columns()) {
      Table one = table.select(Set.of(column.name()));
      if (!rows(left, data, one).equals(rows(right, data, one))) {
        differing.add(column.name());
      }
    }
    return differing;
  }

  private static List<Row> rows(Store store, String directory, Table table) {
    List<Row> rows = new ArrayList<>();
    for (String name : store.list(directory).stream().sorted().toList()) {
      if (name.endsWith(".parquet")) {
        try (TableReader reader = store.open(directory + "/" + name, table)) {
          for (Row row = reader.next(); row != null; row = reader.next()) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }
}
