package dev.millrace.orchestrator.rescore;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tasks of old episodes as they lie on disk now.
public final class OldTasks {
  private static final int NAMED = 5;

  private final Map<TaskId, Task> tasks;
  private final Map<TaskId, TaskRef> changed;

  private OldTasks(Map<TaskId, Task> tasks, Map<TaskId, TaskRef> changed) {
    this.tasks = tasks;
    this.changed = changed;
  }

  /// What becomes of tasks that are not what they were.
  public enum Changed {
    REFUSED,
    /// Episodes are judged by the task as it is now.
    TAKEN
  }

  /// Finds the tasks of episodes.
  ///
  /// @param source where they were looked for, for messages
  /// @throws ConfigException when one is missing, or is another one than it was and that is refused
  public static OldTasks find(
      Collection<TaskRef> wanted, List<Task> present, String source, Changed ifChanged) {
    Map<TaskId, Task> byId = new HashMap<>();
    present.forEach(task -> byId.put(task.ref().id(), task));
    Map<TaskId, TaskRef> changed = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    List<String> missing = new ArrayList<>();
    for (TaskRef ref : wanted) {
      Task task = byId.get(ref.id());
      if (task == null) {
        missing.add(ref.id().value());
      } else if (!task.ref().digest().equals(ref.digest())) {
        changed.put(ref.id(), ref);
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "--tasks: %s holds no task %s; name the tasks that the episodes were run on, or leave"
                  .formatted(source, named(missing))
              + " --tasks out to apply the formula to the verdicts that are stored");
    }
    if (!changed.isEmpty() && ifChanged == Changed.REFUSED) {
      throw new ConfigException(refusal(changed, byId, source));
    }
    byId.keySet().retainAll(wanted.stream().map(TaskRef::id).toList());
    return new OldTasks(byId, changed);
  }

  private static String refusal(
      Map<TaskId, TaskRef> changed, Map<TaskId, Task> present, String source) {
    TaskRef first = changed.values().iterator().next();
    Task now = present.get(first.id());
    return "--tasks: %s are not what they were in %s: %s has the digest %s, its episodes were run on"
            .formatted(
                named(changed.keySet().stream().map(TaskId::value).toList()),
                source,
                first.id(),
                now == null ? "none" : now.ref().digest().substring(0, 12))
        + " %s. Give the tasks as they were, or --task-changed to judge by these"
            .formatted(first.digest().substring(0, 12));
  }

  private static String named(List<String> ids) {
    List<String> distinct = ids.stream().distinct().sorted().toList();
    String text = String.join(", ", distinct.subList(0, Math.min(NAMED, distinct.size())));
    return distinct.size() > NAMED ? text + " and " + (distinct.size() - NAMED) + " more" : text;
  }

  /// Those that were looked for, as they are now.
  public Collection<Task> asked() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  /// @throws IllegalStateException when it was not asked for in [#find]
  public Task of(TaskRef stored) {
    Task task = tasks.get(stored.id());
    if (task == null) {
      throw new IllegalStateException("the task " + stored.id() + " was not looked for");
    }
    return task;
  }

  /// What the tasks that changed are known by; empty when none did.
  public Optional<String> difference() {
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TaskRef ref : changed.values()) {
        digest.update(
            (ref.id() + " " + of(ref).ref().digest() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest(), 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
