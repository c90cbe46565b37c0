package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
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

/// A lake of Parquet files: `episodes/`, `branches/`, `states/` and `_manifest/`. Only files
/// that a manifest names are part of it.
public final class ParquetLake implements Lake {
  static final String EPISODES = "episodes";
  static final String BRANCHES = "branches";
  static final String STATES = "states";

  private static final Table KEYS =
      EpisodesTable.TABLE.select(
          Set.of("task_id", "group_id", "member", "episode_id", "prompt_tokens", "sampled_tokens"));

  private static final Table TASKS =
      EpisodesTable.TABLE.select(Set.of("episode_id", "task_id", "family", "task_digest"));

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
    return new ParquetLakeWriter(store, UUID.randomUUID().toString());
  }

  /// The tasks of all episodes, with the digests they had.
  public Map<EpisodeId, TaskRef> tasks() {
    return guarded(
        () -> {
          Map<EpisodeId, TaskRef> tasks = new HashMap<>();
          contents().forEach(content -> scan(content, EPISODES, TASKS, row -> putTask(row, tasks)));
          return tasks;
        });
  }

  /// How every episode ended, in the order of tasks, groups and members.
  public List<EpisodeEnd> ends() {
    return guarded(
        () -> {
          List<EpisodeEnd> ends = new ArrayList<>();
          contents()
              .forEach(
                  content ->
                      scan(content, EPISODES, EndRows.TABLE, row -> ends.add(EndRows.read(row))));
          ends.sort(Comparator.naturalOrder());
          return ends;
        });
  }

  /// The episodes commit by commit: what is read together lies together.
  public List<List<EpisodeId>> commits() {
    return guarded(() -> contents().stream().map(Manifest.Content::episodes).toList());
  }

  /// The archives of end states and checkpoints of some episodes, by their digests. Larger ones lie
  /// beside the lake, and older lakes keep none.
  public Map<String, byte[]> states(Set<EpisodeId> episodes) {
    return guarded(
        () -> {
          Map<String, byte[]> states = new HashMap<>();
          for (Manifest.Content content : contents()) {
            if (content.episodes().stream().anyMatch(episodes::contains)) {
              scan(
                  content,
                  STATES,
                  StatesTable.TABLE,
                  row -> states.put(row.string("digest"), row.bytes("archive")));
            }
          }
          return states;
        });
  }

  /// Scores of other formulas and verifiers, beside those that the episodes came with.
  public Scorings scorings() {
    return new Scorings(store);
  }

  private static void putTask(Row row, Map<EpisodeId, TaskRef> tasks) {
    tasks.put(
        new EpisodeId(row.string("episode_id")),
        new TaskRef(
            new TaskId(row.string("task_id")), row.string("family"), row.string("task_digest")));
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
      if (content != null && !Scorings.isOne(entry.topic())) {
        contents.add(content);
      }
    }
    return contents;
  }

  private void scan(Manifest.Content content, String directory, Table table, Consumer<Row> sink) {
    for (WrittenFile file : content.files()) {
      if (file.name().startsWith(directory + "/")) {
        WholeFiles.scan(store, file, table, sink);
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
