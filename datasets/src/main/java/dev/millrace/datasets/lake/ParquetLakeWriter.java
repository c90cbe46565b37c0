package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableWriter;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Commits ranges by writing both tables' files aside, renaming them and then publishing one
/// manifest. The manifest's number is the lock: a claim takes the next number, so a commit of an
/// earlier claimant finds its number gone.
final class ParquetLakeWriter implements LakeWriter {
  private static final int CLAIM_TRIES = 10;
  private static final List<String> DIRECTORIES =
      List.of(ParquetLake.EPISODES, ParquetLake.BRANCHES);

  private final Store store;
  private final ManifestLog log;
  private final String writer;
  private final Map<Partition, Claim> claims = new HashMap<>();

  ParquetLakeWriter(Store store, ManifestLog log, String writer) {
    this.store = store;
    this.log = log;
    this.writer = writer;
  }

  @Override
  public long claim(String topic, int partition) {
    try {
      DIRECTORIES.forEach(store::makeDirectory);
      for (int i = 0; i < CLAIM_TRIES; i++) {
        List<Manifest> earlier = log.entries(topic, partition);
        long number = earlier.isEmpty() ? 0 : earlier.getLast().commit() + 1;
        Manifest own = new Manifest(topic, partition, number, writer, null);
        if (log.append(own)) {
          Claim claim = new Claim(own, earlier);
          claims.put(new Partition(topic, partition), claim);
          clearLeftovers(own, earlier);
          return claim.nextOffset();
        }
      }
    } catch (StoreException e) {
      throw new LakeException(
          "could not claim " + topic + "-" + partition + ": " + e.getMessage(), e);
    }
    throw new LakeConflictException(
        topic
            + "-"
            + partition
            + " was claimed by others "
            + CLAIM_TRIES
            + " times in a row; how many sinks run?");
  }

  @Override
  public Committed write(OffsetRange range, List<ScoredTrajectory> rows) {
    Partition partition = new Partition(range.topic(), range.partition());
    Claim claim = claims.get(partition);
    if (claim == null) {
      throw new LakeConflictException(partition + " is not claimed by this writer");
    }
    if (range.first() < claim.nextOffset()) {
      throw new LakeConflictException(
          "offsets "
              + range.first()
              + " to "
              + range.last()
              + " of "
              + partition
              + " overlap what is committed: the next offset is "
              + claim.nextOffset());
    }
    List<ScoredTrajectory> fresh = fresh(rows, claim);
    List<WrittenFile> files = fresh.isEmpty() ? List.of() : store(range, claim, fresh);
    List<EpisodeId> ids = fresh.stream().map(row -> row.trajectory().episode().id()).toList();
    Manifest entry =
        new Manifest(
            range.topic(),
            range.partition(),
            claim.nextCommit(),
            writer,
            new Manifest.Content(range, files, ids));
    publish(partition, claim, entry);
    int branches = fresh.stream().mapToInt(row -> row.trajectory().branches().size()).sum();
    return new Committed(fresh.size(), branches, rows.size() - fresh.size());
  }

  private static List<ScoredTrajectory> fresh(List<ScoredTrajectory> rows, Claim claim) {
    Map<EpisodeId, ScoredTrajectory> fresh = new LinkedHashMap<>();
    for (ScoredTrajectory row : rows) {
      EpisodeId id = row.trajectory().episode().id();
      if (!claim.has(id)) {
        fresh.putIfAbsent(id, row);
      }
    }
    return List.copyOf(fresh.values());
  }

  private void publish(Partition partition, Claim claim, Manifest entry) {
    boolean isMine;
    try {
      isMine = log.append(entry);
    } catch (StoreException e) {
      // The entry may be visible, so its files must stay; only a new claim can tell.
      claims.remove(partition);
      throw new LakeException(
          "the commit of "
              + entry.name()
              + " is in doubt, claim "
              + partition
              + " again to learn whether it counts: "
              + e.getMessage(),
          e);
    }
    if (!isMine) {
      claims.remove(partition);
      throw new LakeConflictException(
          partition + " was taken over by another writer: entry " + entry.name() + " is taken");
    }
    claim.note(entry);
  }

  private List<WrittenFile> store(OffsetRange range, Claim claim, List<ScoredTrajectory> rows) {
    String name =
        String.format(
            Locale.ROOT,
            "%s-%d-%012d-%012d-%010d.parquet",
            range.topic(),
            range.partition(),
            range.first(),
            range.last(),
            claim.number());
    List<String> made = new ArrayList<>();
    try {
      List<Row> episodes = rows.stream().map(row -> EpisodeRows.row(row, range)).toList();
      List<Row> branches = rows.stream().flatMap(row -> BranchRows.rows(row).stream()).toList();
      List<WrittenFile> files =
          List.of(
              aside(ParquetLake.EPISODES, name, EpisodesTable.TABLE, range, episodes, made),
              aside(ParquetLake.BRANCHES, name, BranchesTable.TABLE, range, branches, made));
      return files.stream().map(file -> place(file, name, made)).toList();
    } catch (StoreException e) {
      remove(made, e);
      throw new LakeException(
          "could not store offsets "
              + range.first()
              + " to "
              + range.last()
              + " of "
              + range.topic()
              + "-"
              + range.partition()
              + ", nothing of them is visible: "
              + e.getMessage(),
          e);
    }
  }

  private WrittenFile aside(
      String directory,
      String name,
      Table table,
      OffsetRange range,
      List<Row> rows,
      List<String> made) {
    String temporary = directory + "/.tmp-" + name;
    made.add(temporary);
    Map<String, String> lineage =
        Map.of(
            "millrace.topic", range.topic(),
            "millrace.partition", Integer.toString(range.partition()),
            "millrace.first_offset", Long.toString(range.first()),
            "millrace.last_offset", Long.toString(range.last()));
    try (TableWriter out = store.create(temporary, table, lineage)) {
      rows.forEach(out::write);
      return out.finish();
    }
  }

  private WrittenFile place(WrittenFile file, String name, List<String> made) {
    String directory = file.name().substring(0, file.name().indexOf('/'));
    String target = directory + "/" + name;
    made.add(target);
    store.delete(target); // What an earlier try of this writer left, if its clean-up failed too.
    store.rename(file.name(), target);
    store.syncDirectory(directory);
    return file.renamed(target);
  }

  private void remove(List<String> names, StoreException cause) {
    for (String name : names) {
      try {
        store.delete(name);
      } catch (StoreException e) {
        cause.addSuppressed(e); // The next claim clears it away; it can never look committed.
      }
    }
  }

  private void clearLeftovers(Manifest own, List<Manifest> earlier) {
    Set<String> kept = new HashSet<>();
    for (Manifest entry : earlier) {
      Manifest.Content content = entry.content();
      if (content != null) {
        content.files().forEach(file -> kept.add(file.name()));
      }
    }
    String prefix = Pattern.quote(own.topic() + "-" + own.partition() + "-");
    Pattern data = Pattern.compile("(\\.tmp-)?" + prefix + "\\d{12,}-\\d{12,}-\\d{10,}\\.parquet");
    for (String directory : DIRECTORIES) {
      for (String name : store.list(directory)) {
        if (data.matcher(name).matches() && !kept.contains(directory + "/" + name)) {
          store.delete(directory + "/" + name);
        }
      }
    }
    Pattern entries = Pattern.compile("\\.tmp-" + prefix + "(\\d{10,})\\.json-.*");
    for (String name : store.list(Manifest.DIRECTORY)) {
      var match = entries.matcher(name);
      if (match.matches() && Long.parseLong(match.group(1)) <= own.commit()) {
        store.delete(Manifest.DIRECTORY + "/" + name);
      }
    }
  }

  /// A topic's partition.
  private record Partition(String topic, int number) {
    @Override
    public String toString() {
      return topic + "-" + number;
    }
  }
}
