package dev.millrace.orchestrator.schedule;

import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// All episodes of a run, in the order they are sent out. Every role derives the same plan from the
/// same configuration and the same tasks.
public final class Plan {
  private final Map<EpisodeId, Episode> episodes;

  private Plan(Map<EpisodeId, Episode> episodes) {
    this.episodes = Collections.unmodifiableMap(episodes);
  }

  /// Plans a run.
  ///
  /// @param tasks in the order of their source
  /// @param shares by family, how much of the mix it gets; a family that is not named gets none
  /// @param shape of the run
  public static Plan of(List<TaskRef> tasks, Map<String, Double> shares, Shape shape) {
    Map<EpisodeId, Episode> planned = new LinkedHashMap<>();
    for (int round = 0; round < shape.rounds(); round++) {
      for (TaskRef task : mixed(tasks, shares)) {
        GroupId group = new GroupId(task.id() + "#" + round);
        for (int member = 0; member < shape.groupSize(); member++) {
          EpisodeId id = Episode.idOf(group, member);
          planned.put(
              id, new Episode(id, task, group, member, 0, seed(shape.seed(), id), shape.policy()));
        }
      }
    }
    return new Plan(planned);
  }

  public Collection<Episode> episodes() {
    return episodes.values();
  }

  /// @throws IllegalArgumentException when the plan has no such episode
  public Episode episode(EpisodeId id) {
    Episode found = episodes.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "the plan of "
              + episodes.size()
              + " episodes has no "
              + id
              + "; were all roles started with the same configuration and tasks?");
    }
    return found;
  }

  public boolean contains(EpisodeId id) {
    return episodes.containsKey(id);
  }

  public int size() {
    return episodes.size();
  }

  /// Smooth weighted round robin: at every point of the order, each family has been given close to
  /// its share. All tasks of a family with a share are planned.
  private static List<TaskRef> mixed(List<TaskRef> tasks, Map<String, Double> shares) {
    Map<String, Deque<TaskRef>> waiting = new LinkedHashMap<>();
    for (TaskRef task : tasks) {
      if (shares.getOrDefault(task.family(), 0.0) > 0) {
        waiting.computeIfAbsent(task.family(), _ -> new ArrayDeque<>()).add(task);
      }
    }
    Map<String, Double> credit = new LinkedHashMap<>();
    List<TaskRef> order = new ArrayList<>();
    while (!waiting.isEmpty()) {
      waiting.keySet().forEach(f -> credit.merge(f, shares.getOrDefault(f, 0.0), Double::sum));
      String next =
          Collections.max(
              waiting.keySet(),
              (a, b) -> Double.compare(credit.getOrDefault(a, 0.0), credit.getOrDefault(b, 0.0)));
      double total = waiting.keySet().stream().mapToDouble(f -> shares.getOrDefault(f, 0.0)).sum();
      credit.merge(next, -total, Double::sum);
      Deque<TaskRef> queue = waiting.getOrDefault(next, new ArrayDeque<>());
      order.add(queue.removeFirst());
      if (queue.isEmpty()) {
        waiting.remove(next);
      }
    }
    return order;
  }

  /// The same for every attempt of an episode, and independent of the order of the plan.
  private static long seed(long run, EpisodeId id) {
    CRC32C crc = new CRC32C();
    crc.update(id.value().getBytes(StandardCharsets.UTF_8));
    long mixed = run * 0x9E3779B97F4A7C15L + crc.getValue();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }

  /// The shape of a run.
  ///
  /// @param groupSize episodes of one group
  /// @param rounds how often each task is planned
  /// @param seed what every random choice of the run derives from
  /// @param policy the name of the policy
  public record Shape(int groupSize, int rounds, long seed, String policy) {}
}
