package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rebuilds what an agent left behind in a sandbox that it never touched.
public final class EndState {
  /// Where verifiers put their own files.
  private static final List<String> OF_VERIFIERS = List.of("/tests", "/logs", "/solution");

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
          "/etc/ld.so.preload",
          "/etc/ld.so.cache");

  /// Nothing that the agent left there takes part in a judgement.
  public static final List<String> RESERVED =
      Stream.concat(OF_VERIFIERS.stream(), SYSTEM.stream()).toList();

  private EndState() {}

  /// A fresh sandbox with the delta in it, save what lies at or below some paths: there the
  /// environment's own files stay.
  ///
  /// @param delta null for the state that the environment starts from
  /// @param without absolute paths
  /// @return the sandbox, which the caller closes
  /// @throws dev.millrace.rollout.trajectory.FailureException when the sandbox cannot be made, or
  ///     when the delta's archive is absent or malformed
  public static Sandbox rebuild(
      SandboxProvider sandboxes,
      Environment environment,
      @Nullable WorkspaceDelta delta,
      List<String> without)
      throws InterruptedException {
    Sandbox sandbox = sandboxes.create(environment);
    try {
      if (delta != null) {
        List<DeltaEntry> entries = DeltaArchive.decode(delta);
        sandbox.apply(kept(delta, entries, without));
        List<String> uprooted = without.stream().filter(path -> isUprooted(entries, path)).toList();
        if (!uprooted.isEmpty()) {
          restore(sandboxes, environment, uprooted, sandbox);
        }
      }
      return sandbox;
    } catch (Throwable e) {
      sandbox.close();
      throw e;
    }
  }

  /// Whether a path of an archive lies at or below an absolute path.
  public static boolean isBelow(String entryPath, String absolutePath) {
    String root = relative(absolutePath);
    return entryPath.equals(root) || entryPath.startsWith(root + "/");
  }

  /// Whether a directory above a path was deleted, replaced, or made something else than a
  /// directory, so that what was below it is gone without an entry of its own.
  public static boolean isUprooted(List<DeltaEntry> entries, String absolutePath) {
    String path = relative(absolutePath);
    return entries.stream()
        .filter(entry -> path.startsWith(entry.path() + "/"))
        .anyMatch(
            entry ->
                !(entry instanceof DeltaEntry.Directory(_, _, var contents)
                    && contents == DeltaEntry.Contents.MERGED));
  }

  private static String relative(String absolutePath) {
    String path = absolutePath.startsWith("/") ? absolutePath.substring(1) : absolutePath;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static WorkspaceDelta kept(
      WorkspaceDelta delta, List<DeltaEntry> entries, List<String> without) {
    List<DeltaEntry> kept =
        entries.stream()
            .filter(entry -> without.stream().noneMatch(path -> isBelow(entry.path(), path)))
            .toList();
    return kept.size() == entries.size() ? delta : DeltaArchive.encode(kept, Long.MAX_VALUE);
  }

  private static void restore(
      SandboxProvider sandboxes, Environment environment, List<String> paths, Sandbox into)
      throws InterruptedException {
    try (Sandbox original = sandboxes.create(environment)) {
      Set<String> files = OriginalFiles.list(original, paths);
      for (String file : files) {
        byte[] content = original.read(file, OriginalFiles.LARGEST_BYTES).orElseThrow();
        into.write(file, content);
      }
    }
  }
}
