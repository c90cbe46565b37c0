package dev.millrace.datasets.lake;

import dev.millrace.datasets.lake.table.Store;
import dev.millrace.datasets.lake.table.StoreException;
import dev.millrace.datasets.lake.table.WrittenFile;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The table `scores` of a lake: what episodes are worth by other formulas and verifiers. Rows are
/// added, never changed; an episode has at most one a scoring. All methods block on I/O and throw
/// [LakeException].
public final class Scorings {
  static final String DIRECTORY = "scores";
  private static final String TOPIC = "scores.";

  private final Store store;

  Scorings(Store store) {
    this.store = store;
  }

  /// Whether entries of a topic are of scores, not of episodes.
  static boolean isOne(String topic) {
    return topic.startsWith(TOPIC);
  }

  /// The episodes that a scoring has.
  public Set<EpisodeId> episodes(String scoring) {
    Set<EpisodeId> episodes = new HashSet<>();
    contents(scoring).forEach(content -> episodes.addAll(content.episodes()));
    return episodes;
  }

  /// Its rows, in the order of their episodes' tasks, groups and ids.
  public List<Rescored> read(String scoring) {
    List<Rescored> found = new ArrayList<>();
    try {
      for (Manifest.Content content : contents(scoring)) {
        for (WrittenFile file : content.files()) {
          WholeFiles.scan(store, file, ScoresTable.TABLE, row -> found.add(ScoresTable.read(row)));
        }
      }
    } catch (StoreException e) {
      throw new LakeException("the scoring " + scoring + " cannot be read: " + e.getMessage(), e);
    }
    found.sort(
        Comparator.comparing((Rescored row) -> row.task().id().value())
            .thenComparing(row -> row.group().value())
            .thenComparing(row -> row.episode().value()));
    return List.copyOf(found);
  }

  /// Takes a scoring over: from now on every earlier hand's commits fail.
  public Hand hand(Scoring scoring) {
    return new Hand(scoring);
  }

  private List<Manifest.Content> contents(String scoring) {
    List<Manifest.Content> contents = new ArrayList<>();
    try {
      for (Manifest entry : new ManifestLog(store).entries(TOPIC + scoring, 0)) {
        Manifest.Content content = entry.content();
        if (content != null) {
          contents.add(content);
        }
      }
    } catch (StoreException e) {
      throw new LakeException("the manifests cannot be read: " + e.getMessage(), e);
    }
    return contents;
  }

  /// Writes one scoring. Used by one thread.
  public final class Hand {
    private final Scoring scoring;
    private final Commits commits;
    private long next;

    private Hand(Scoring scoring) {
      this.scoring = scoring;
      this.commits = new Commits(store, UUID.randomUUID().toString(), List.of(DIRECTORY));
      this.next = commits.claim(TOPIC + scoring.id(), 0);
    }

    /// Commits rows: all become visible together, or none do. An episode that the scoring has
    /// already is left out.
    ///
    /// @return how many were new
    /// @throws LakeConflictException if another hand took the scoring over
    public int write(List<Rescored> rows) {
      OffsetRange range =
          new OffsetRange(TOPIC + scoring.id(), 0, next, next + Math.max(0, rows.size() - 1));
      Claim claim = commits.hold(range);
      List<Rescored> fresh = rows.stream().filter(row -> !claim.has(row.episode())).toList();
      if (fresh.isEmpty()) {
        return 0;
      }
      List<WrittenFile> files =
          commits.store(
              range,
              claim,
              List.of(
                  new Commits.Part(
                      DIRECTORY,
                      ScoresTable.TABLE,
                      fresh.stream().map(row -> ScoresTable.row(scoring, row)).toList())));
      commits.publish(range, claim, files, fresh.stream().map(Rescored::episode).toList());
      next = range.last() + 1;
      return fresh.size();
    }
  }
}
