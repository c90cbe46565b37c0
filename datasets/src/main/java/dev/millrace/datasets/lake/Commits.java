package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableWriter;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Commits ranges by writing their files aside, renaming them and then publishing one manifest. The
/// manifest's number is the lock: a claim takes the next number, so a commit of an earlier claimant
/// finds its number gone. Used by one thread.
final class Commits {
  private static final int CLAIM_TRIES = 10;

  private final Store store;
  private final ManifestLog log;
  private final String writer;
  private final List<String> directories;
  private final Map<Partition, Claim> claims = new HashMap<>();

  /// @param writer names this writer, as no other
  /// @param directories the ones its files go to
  Commits(Store store, String writer, List<String> directories) {
    this.store = store;
    this.log = new ManifestLog(store);
    this.writer = writer;
    this.directories = List.copyOf(directories);
  }

  /// Rows of a range that go into one directory.
  record Part(String directory, Table table, List<Row> rows) {}

  /// Takes a partition over and clears away what writers that died left behind.
  ///
  /// @return the offset to go on from
  long claim(String topic, int partition) {
    try {
      directories.forEach(store::makeDirectory);
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

  /// The hold on a range's partition.
  ///
  /// @throws LakeConflictException if there is none, or the range begins before its next offset
  Claim hold(OffsetRange range) {
    Partition partition = Partition.of(range);
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
    return claim;
  }

  /// Commits files under the next number.
  void publish(OffsetRange range, Claim claim, List<WrittenFile> files, List<EpisodeId> episodes) {
    Partition partition = Partition.of(range);
    Manifest entry =
        new Manifest(
            range.topic(),
            range.partition(),
            claim.nextCommit(),
            writer,
            new Manifest.Content(range, files, episodes));
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

  /// Stores the rows of a range, a file a part; nothing of them is visible yet.
  List<WrittenFile> store(OffsetRange range, Claim claim, List<Part> parts) {
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
      List<WrittenFile> files = parts.stream().map(part -> aside(part, name, range, made)).toList();
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

  private WrittenFile aside(Part part, String name, OffsetRange range, List<String> made) {
    String temporary = part.directory() + "/.tmp-" + name;
    made.add(temporary);
    Map<String, String> lineage =
        Map.of(
            "millrace.topic", range.topic(),
            "millrace.partition", Integer.toString(range.partition()),
            "millrace.first_offset", Long.toString(range.first()),
            "millrace.last_offset", Long.toString(range.last()));
    try (TableWriter out = store.create(temporary, part.table(), lineage)) {
      part.rows().forEach(out::write);
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
    for (String directory : directories) {
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
    static Partition of(OffsetRange range) {
      return new Partition(range.topic(), range.partition());
    }

    @Override
    public String toString() {
      return topic + "-" + number;
    }
  }
}
