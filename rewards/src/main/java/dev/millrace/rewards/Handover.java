package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.DeltaEntry.Contents;
import dev.millrace.rollout.task.Artifact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which part of what an agent left takes part in a judgement. Of the rest the environment's own
/// files are there:
///
/// - the verifier's own places, links to them ([HiddenLinks]), and the programs and libraries that
///   it runs on;
/// - files that steer test runners, interpreters and shells by their names, and what files of the
///   project say of test runners, unless the task asks for that very file;
/// - what the task withholds, and where it hands over artefacts alone, all but these.
///
/// @param withheld absolute paths
/// @param scope whether all else is handed over
/// @param artifacts what the task asks for
public record Handover(List<String> withheld, Scope scope, List<Artifact> artifacts) {
  /// Where verifiers put their own files; `/logs/artifacts` is the agent's.
  private static final List<String> OF_VERIFIERS = List.of("/tests", "/logs", "/solution");

  private static final String OF_AGENTS = "/logs/artifacts";

  /// The programs that a verifier itself runs on: an agent that replaced one would judge itself.
  public static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/usr/bin",
          "/usr/sbin",
          "/usr/lib",
          "/usr/lib32",
          "/usr/lib64",
          "/usr/libexec",
          "/usr/share/perl",
          "/usr/share/perl5",
          "/usr/share/python3",
          "/usr/share/nodejs",
          "/etc/alternatives",
          "/etc/perl",
          "/etc/ld.so.preload",
          "/etc/ld.so.cache");

  /// How much of an end state is handed over.
  public enum Scope {
    EVERYTHING,
    ARTIFACTS
  }

  public Handover {
    withheld = List.copyOf(withheld);
    artifacts = List.copyOf(artifacts);
  }

  /// Everything but what lies at or below some paths.
  public static Handover without(List<String> paths) {
    return new Handover(paths, Scope.EVERYTHING, List.of());
  }

  /// What is put into a fresh sandbox.
  ///
  /// @param entries of a delta that holds them alone
  /// @param originals absolute paths of files that a replaced directory would take away
  record Handed(List<DeltaEntry> entries, Set<String> originals) {}

  /// Divides a delta.
  ///
  /// @param entries sorted by path
  Handed of(List<DeltaEntry> entries, Programs programs, Originals originals)
      throws InterruptedException {
    List<DeltaEntry> kept = new ArrayList<>();
    Map<String, List<String>> rivals = new HashMap<>();
    for (DeltaEntry entry : scope == Scope.ARTIFACTS ? artifactsOf(entries) : entries) {
      if (isHandedOver(entry, programs)) {
        kept.add(entry);
        rivals.put(entry.path(), isNamed(entry.path()) ? List.of() : programs.rivals(entry.path()));
      }
    }
    Set<String> present = originals.files(rivals.values().stream().flatMap(List::stream).toList());
    kept.removeIf(
        entry -> rivals.getOrDefault(entry.path(), List.of()).stream().anyMatch(present::contains));
    return new Handed(restored(kept, originals), uprooted(entries, kept, originals));
  }

  private boolean isHandedOver(DeltaEntry entry, Programs programs) {
    String path = entry.path();
    if (Paths.isBelowAny(path, withheld)
        || (Paths.isBelowAny(path, OF_VERIFIERS) && !Paths.isBelow(path, OF_AGENTS))) {
      return false;
    }
    if (isNamed(path)) {
      return true;
    }
    return !Paths.isBelowAny(path, SYSTEM)
        && !ConfigFiles.isOne(entry)
        && !Programs.isOfGraders(path)
        && !programs.isTool(path);
  }

  /// Whether the task asks for this very file, or for what lies below a directory of the system's.
  private boolean isNamed(String path) {
    return artifacts.stream()
        .map(Artifact::source)
        .anyMatch(
            source ->
                path.equals(Paths.relative(source))
                    || (Paths.isBelow(path, source)
                        && Paths.isBelowAny(Paths.relative(source), SYSTEM)));
  }

  /// The artefacts as they were left. Where the way to one was replaced, what was there is gone.
  private List<DeltaEntry> artifactsOf(List<DeltaEntry> entries) {
    List<DeltaEntry> handed = new ArrayList<>();
    Stream.concat(artifacts.stream(), Stream.of(new Artifact(OF_AGENTS, List.of())))
        .forEach(artifact -> handed.addAll(artifactOf(entries, artifact)));
    return handed.stream().distinct().sorted(Comparator.comparing(DeltaEntry::path)).toList();
  }

  private static List<DeltaEntry> artifactOf(List<DeltaEntry> entries, Artifact artifact) {
    List<DeltaEntry> found = new ArrayList<>();
    String source = Paths.relative(artifact.source());
    boolean isUprooted = Paths.isUprooted(entries, artifact.source());
    if (isUprooted && entries.stream().noneMatch(entry -> entry.path().equals(source))) {
      found.add(new DeltaEntry.Deleted(source));
    }
    for (DeltaEntry entry : entries) {
      if (Paths.isBelow(entry.path(), artifact.source())
          && !Excluded.by(artifact, entry.path().substring(source.length()))) {
        boolean isRoot = isUprooted && entry.path().equals(source);
        found.add(
            isRoot && entry instanceof DeltaEntry.Directory(String path, int mode, _)
                ? new DeltaEntry.Directory(path, mode, Contents.REPLACED)
                : entry);
      }
    }
    return found;
  }

  private List<DeltaEntry> restored(List<DeltaEntry> kept, Originals originals)
      throws InterruptedException {
    List<DeltaEntry> restored = new ArrayList<>();
    for (DeltaEntry entry : kept) {
      RunnerConfig config = isNamed(entry.path()) ? null : RunnerConfig.at(entry.path());
      if (config == null || entry instanceof DeltaEntry.Directory) {
        restored.add(entry);
        continue;
      }
      byte[] original = originals.read("/" + entry.path()).orElse(null);
      if (entry instanceof DeltaEntry.File(String path, int mode, byte[] content)) {
        byte[] put = config.restored(original, content);
        if (put != null) {
          restored.add(new DeltaEntry.File(path, mode, put));
        }
      } else if (original == null || !config.speaks(original)) {
        restored.add(entry);
      }
    }
    return restored;
  }

  /// What stays although a directory above it was replaced: what is withheld, and files of the
  /// runner's configuration whose directory is still there.
  private Set<String> uprooted(List<DeltaEntry> entries, List<DeltaEntry> kept, Originals originals)
      throws InterruptedException {
    Set<String> files = new TreeSet<>();
    List<String> gone = withheld.stream().filter(path -> Paths.isUprooted(entries, path)).toList();
    if (!gone.isEmpty()) {
      files.addAll(originals.below(gone));
    }
    List<String> replaced =
        kept.stream().filter(Handover::isReplaced).map(entry -> "/" + entry.path()).toList();
    if (!replaced.isEmpty()) {
      Set<String> directories = new TreeSet<>();
      kept.stream()
          .filter(DeltaEntry.Directory.class::isInstance)
          .forEach(entry -> directories.add(entry.path()));
      for (String file : originals.below(replaced)) {
        String path = file.substring(1);
        boolean isConfig =
            ConfigFiles.isOne(new DeltaEntry.Deleted(path)) && !path.endsWith(".pyc");
        if (isConfig && !isNamed(path) && directories.contains(parent(path))) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private static boolean isReplaced(DeltaEntry entry) {
    return entry instanceof DeltaEntry.Directory(_, _, var contents)
        && contents == Contents.REPLACED;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
