package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.TableReader;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A lake of Parquet files: `episodes/`, `branches/` and `_manifest/`. Only files that a manifest
/// names are part of it.
public final class ParquetLake implements Lake {
  static final String EPISODES = "episodes";
  static final String BRANCHES = "branches";

  private static final Table KEYS =
      EpisodesTable.TABLE.select(
          Set.of("task_id", "group_id", "member", "episode_id", "prompt_tokens", "sampled_tokens"));

  private final Store store;
  private final ManifestLog log;

  public ParquetLake(Store store) {
    this.store = store;
    this.log = new ManifestLog(store);
  }

  @Override
  public long nextOffset(String topic, int partition) {
    return guarded(
        () -> {
          long next = 0;
          for (Manifest entry : log.entries(topic, partition)) {
            Manifest.Content content = entry.content();
            next = content == null ? next : content.range().last() + 1;
          }
          return next;
        });
  }

  @Override
  public Set<EpisodeId> episodes() {
    return guarded(
        () -> {
          Set<EpisodeId> episodes = new HashSet<>();
          contents().forEach(content -> episodes.addAll(content.episodes()));
          return episodes;
        });
  }

  @Override
  public List<EpisodeKey> keys() {
    return guarded(
        () -> {
          List<EpisodeKey> keys = new ArrayList<>();
          contents().forEach(content -> scan(content, EPISODES, KEYS, row -> keys.add(key(row))));
          keys.sort(Comparator.naturalOrder());
          return keys;
        });
  }

  @Override
  public List<ScoredTrajectory> read(Set<EpisodeId> episodes) {
    return guarded(
        () -> {
          List<ScoredTrajectory> found = new ArrayList<>();
          for (Manifest.Content content : contents()) {
            if (content.episodes().stream().anyMatch(episodes::contains)) {
              readFrom(content, episodes, found);
            }
          }
          found.sort(Comparator.comparing(ParquetLake::key));
          return found;
        });
  }

  @Override
  public LakeWriter writer() {
    return new ParquetLakeWriter(store, log, UUID.randomUUID().toString());
  }

  private void readFrom(
      Manifest.Content content, Set<EpisodeId> episodes, List<ScoredTrajectory> found) {
    Map<String, List<Branch>> branches = new HashMap<>();
    scan(
        content,
        BRANCHES,
        BranchesTable.TABLE,
        row -> {
          if (episodes.contains(new EpisodeId(row.string("episode_id")))) {
            branches
                .computeIfAbsent(row.string("episode_id"), _ -> new ArrayList<>())
                .add(BranchRows.read(row));
          }
        });
    scan(
        content,
        EPISODES,
        EpisodesTable.TABLE,
        row -> {
          if (episodes.contains(new EpisodeId(row.string("episode_id")))) {
            List<Branch> own = branches.getOrDefault(row.string("episode_id"), List.of());
            ScoredTrajectory scored = EpisodeRows.read(row, own);
            requirePrefixes(scored.trajectory());
            found.add(scored);
          }
        });
  }

  private static void requirePrefixes(Trajectory trajectory) {
    List<PrefixCheck.Problem> problems = PrefixCheck.problems(trajectory);
    if (!problems.isEmpty()) {
      throw new BrokenPrefixException(trajectory.episode().id(), problems.getFirst());
    }
  }

  private List<Manifest.Content> contents() {
    List<Manifest.Content> contents = new ArrayList<>();
    for (Manifest entry : log.entries()) {
      Manifest.Content content = entry.content();
      if (content != null) {
        contents.add(content);
      }
    }
    return contents;
  }

  private void scan(Manifest.Content content, String directory, Table table, Consumer<Row> sink) {
    for (WrittenFile file : content.files()) {
      if (file.name().startsWith(directory + "/")) {
        scan(file, table, sink);
      }
    }
  }

  private void scan(WrittenFile file, Table table, Consumer<Row> sink) {
    if (store.sizeBytes(file.name()) != file.sizeBytes()) {
      throw new LakeException(
          store.describe(file.name())
              + " has "
              + store.sizeBytes(file.name())
              + " bytes, its manifest says "
              + file.sizeBytes()
              + ": the file was changed after it was committed",
          null);
    }
    try (TableReader reader = store.open(file.name(), table)) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        sink.accept(row);
      }
    }
  }

  private static EpisodeKey key(Row row) {
    return new EpisodeKey(
        new TaskId(row.string("task_id")),
        new GroupId(row.string("group_id")),
        row.int32("member"),
        new EpisodeId(row.string("episode_id")),
        row.int64("prompt_tokens") + row.int64("sampled_tokens"));
  }

  private static EpisodeKey key(ScoredTrajectory scored) {
    return EpisodeKey.of(scored.trajectory());
  }

  private static <T> T guarded(Supplier<T> read) {
    try {
      return read.get();
    } catch (StoreException e) {
      throw new LakeException(
          e.getMessage() == null ? "the lake cannot be read" : e.getMessage(), e);
    }
  }
}
