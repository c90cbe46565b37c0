package dev.millrace.rewards.integrity.tamper;

import dev.millrace.rewards.Paths;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.Pristine;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.trajectory.Flag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds changes to the tests that the agent could see: each file at or below a protected path
/// that was changed, added or deleted is a flag `tests_edited`, with the SHA-256 of its content
/// before and after as evidence. To the tests of a row an agent may add, which is part of honest
/// work there: what a file held has to stay. What test runners leave behind by themselves
/// (`__pycache__`, `.pytest_cache` and their like) is not an edit.
public final class TestTampering implements Detector {
  private static final int MOST_FLAGS = 20;
  private static final Pattern LEFT_BY_RUNNERS =
      Pattern.compile(
          "(?:^|/)(?:__pycache__|\\.pytest_cache|\\.hypothesis|\\.mypy_cache|\\.ruff_cache)(?:/|$)"
              + "|(?:^|/)\\.coverage(?:\\.[^/]*)?$");

  /// The flags, sorted by path; of more than 20 the rest are counted in one.
  @Override
  public List<Flag> find(Evidence evidence) throws InterruptedException {
    List<String> paths = paths(evidence.task());
    List<DeltaEntry> entries = evidence.changes();
    boolean uprooted = paths.stream().anyMatch(path -> Paths.isUprooted(entries, path));
    List<DeltaEntry> touched =
        entries.stream()
            .filter(entry -> Paths.isBelowAny(entry.path(), paths))
            .filter(entry -> !LEFT_BY_RUNNERS.matcher(entry.path()).find())
            .toList();
    if (!uprooted && touched.isEmpty()) {
      return List.of();
    }
    SortedMap<String, String> changes = changes(evidence.original(), paths, uprooted, touched);
    if (evidence.task().verification() instanceof TestSpec) {
      for (DeltaEntry entry : touched) {
        if (isAddition(evidence.original(), entry)) {
          changes.remove("/" + entry.path());
        }
      }
    }
    return flags(evidence, changes);
  }

  private static List<String> paths(Task task) {
    return task.verification() instanceof TestSpec row
        ? row.grading().place().testPaths()
        : task.protectedPaths();
  }

  /// Whether all that was there still is: a file is new, or has lines more.
  private static boolean isAddition(Pristine original, DeltaEntry entry)
      throws InterruptedException {
    Optional<byte[]> before = original.read("/" + entry.path());
    return switch (entry) {
      case DeltaEntry.File(_, _, byte[] content) ->
          before.isEmpty() || holdsLines(content, before.get());
      case DeltaEntry.Link _, DeltaEntry.Pipe _ -> before.isEmpty();
      case DeltaEntry.Directory _, DeltaEntry.Deleted _ -> false;
    };
  }

  /// Whether all lines of a text are in another one, in their order.
  private static boolean holdsLines(byte[] text, byte[] lines) {
    Iterator<String> left = lines(lines).iterator();
    String next = left.hasNext() ? left.next() : null;
    for (String line : lines(text)) {
      if (line.equals(next)) {
        next = left.hasNext() ? left.next() : null;
      }
    }
    return next == null;
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /// What became of each path, in words.
  private SortedMap<String, String> changes(
      Pristine original, List<String> paths, boolean uprooted, List<DeltaEntry> touched)
      throws InterruptedException {
    SortedMap<String, String> changes = new TreeMap<>();
    Set<String> files = original.list(paths);
    Set<String> gone = new TreeSet<>(uprooted ? files : Set.of());
    for (DeltaEntry entry : touched) {
      String path = "/" + entry.path();
      switch (entry) {
        case DeltaEntry.File(_, _, byte[] content) -> {
          gone.remove(path);
          describe(original, files, path, "sha256 " + sha256(content))
              .ifPresent(text -> changes.put(path, text));
        }
        case DeltaEntry.Link(_, String target) ->
            describe(original, files, path, "a link to " + target)
                .ifPresent(text -> changes.put(path, text));
        case DeltaEntry.Pipe _ ->
            describe(original, files, path, "a pipe").ifPresent(text -> changes.put(path, text));
        case DeltaEntry.Deleted _ -> gone.addAll(below(files, path));
        case DeltaEntry.Directory(_, _, var contents) -> {
          if (contents == DeltaEntry.Contents.REPLACED) {
            gone.addAll(below(files, path));
          }
        }
      }
    }
    for (String path : gone) {
      if (!changes.containsKey(path) && !rewritten(touched, path)) {
        changes.put(path, hash(original, path) + " -> deleted");
      }
    }
    return changes;
  }

  private static boolean rewritten(List<DeltaEntry> touched, String path) {
    return touched.stream()
        .anyMatch(entry -> entry instanceof DeltaEntry.File && path.equals("/" + entry.path()));
  }

  private static List<String> below(Set<String> files, String path) {
    return files.stream().filter(file -> Paths.isBelow(file.substring(1), path)).toList();
  }

  /// Empty when the file is what it was.
  private static Optional<String> describe(
      Pristine original, Set<String> files, String path, String now) throws InterruptedException {
    String before = files.contains(path) ? hash(original, path) : "absent";
    return before.equals(now) ? Optional.empty() : Optional.of(before + " -> " + now);
  }

  private static String hash(Pristine original, String path) throws InterruptedException {
    return original.read(path).map(content -> "sha256 " + sha256(content)).orElse("absent");
  }

  private static List<Flag> flags(Evidence evidence, SortedMap<String, String> changes) {
    List<Flag> flags = new ArrayList<>();
    changes.forEach(
        (path, change) -> {
          if (flags.size() < MOST_FLAGS) {
            flags.add(evidence.flag(FlagKind.TESTS_EDITED, path, change));
          }
        });
    int more = changes.size() - flags.size();
    if (more > 0) {
      flags.add(
          new Flag(
              FlagKind.TESTS_EDITED.key(), null, changes.lastKey(), "and " + more + " more files"));
    }
    return List.copyOf(flags);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
