package dev.millrace.rewards.patch;

import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Handover;
import dev.millrace.rewards.Paths;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a patch of what an episode changed in its task's repository: the files that it left,
/// compared by git as the environment has it. What lies outside of the repository, git's own files
/// and what git ignores are no part of it, as in any harness that asks for a patch; nor is what
/// steers test runners, see [Handover].
public final class EndPatch {
  /// More than any patch that is a solution.
  static final int MOST_BYTES = 64 << 20;

  private static final byte[] NOTHING = {};
  private static final String OUT = "/logs/verifier/made.diff";
  private static final String DIFF =
      "mkdir -p /logs/verifier && git add -A . && git diff --cached --binary --no-color"
          + " --no-ext-diff --no-textconv --no-renames \"$(cat /logs/verifier/base)\" >"
          + OUT;

  private final SandboxProvider sandboxes;

  public EndPatch(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  /// The patch, which is valid Unicode: files that are not are in it as git's binary patches. Empty
  /// where nothing was changed.
  ///
  /// @param delta null where nothing was changed
  /// @throws FailureException when the repository cannot be compared
  public String of(Task task, TestSpec spec, @Nullable WorkspaceDelta delta)
      throws InterruptedException {
    String directory = spec.grading().place().directory();
    if (delta == null) {
      return "";
    }
    List<DeltaEntry> entries = inside(handedOver(task, delta, directory), directory);
    if (entries.isEmpty()) {
      return "";
    }
    try (Sandbox sandbox = sandboxes.create(task.environment())) {
      Git git = new Git(sandbox, directory, task.limits().commandMemoryBytes());
      git.require(
          "taking down the state before",
          "mkdir -p /logs/verifier && git add -A . && git write-tree >/logs/verifier/base",
          NOTHING);
      put(git, entries);
      return diff(git);
    }
  }

  private WorkspaceDelta handedOver(Task task, WorkspaceDelta delta, String directory)
      throws InterruptedException {
    Handover handover = Handover.without(List.of(directory + "/.git"));
    try (Sandbox sandbox = EndState.rebuild(sandboxes, task.environment(), delta, handover)) {
      return sandbox.capture(Long.MAX_VALUE);
    }
  }

  /// What lies in the repository, and what happened to it as a whole.
  private static List<DeltaEntry> inside(WorkspaceDelta delta, String directory) {
    String root = directory.substring(1);
    return DeltaArchive.decode(delta).stream()
        .filter(
            entry -> Paths.isBelow(entry.path(), directory) || root.startsWith(entry.path() + "/"))
        .filter(entry -> !Paths.isBelow(entry.path(), directory + "/.git"))
        .filter(entry -> entry.path().startsWith(root + "/") || !isMerged(entry))
        .toList();
  }

  private static void put(Git git, List<DeltaEntry> entries) throws InterruptedException {
    String root = git.directory().substring(1);
    List<DeltaEntry> below = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    boolean emptied = false;
    for (DeltaEntry entry : entries) {
      boolean isInside = entry.path().startsWith(root + "/");
      if (!isInside) {
        emptied |= !isMerged(entry);
      } else if (!isMerged(entry)) {
        gone.add(entry.path().substring(root.length() + 1));
      }
      if (isInside && !(entry instanceof DeltaEntry.Deleted)) {
        below.add(moved(entry, entry.path().substring(root.length() + 1)));
      }
    }
    if (emptied) {
      String empty = "find . -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf -- {} +";
      git.require("emptying the repository", empty, NOTHING);
    }
    git.require("removing what is gone", "xargs -0 -r rm -rf --", joined(gone));
    git.require(
        "putting what was left", "tar -x -p -m --no-same-owner -f -", DeltaArchive.tree(below));
  }

  private static boolean isMerged(DeltaEntry entry) {
    return entry instanceof DeltaEntry.Directory(_, _, var contents)
        && contents == DeltaEntry.Contents.MERGED;
  }

  private static DeltaEntry moved(DeltaEntry entry, String path) {
    return switch (entry) {
      case DeltaEntry.Directory(_, int mode, var contents) ->
          new DeltaEntry.Directory(path, mode, contents);
      case DeltaEntry.File(_, int mode, byte[] content) -> new DeltaEntry.File(path, mode, content);
      case DeltaEntry.Link(_, String target) -> new DeltaEntry.Link(path, target);
      case DeltaEntry.Pipe(_, int mode) -> new DeltaEntry.Pipe(path, mode);
      case DeltaEntry.Deleted _ -> new DeltaEntry.Deleted(path);
    };
  }

  private static byte[] joined(List<String> paths) {
    var bytes = new ByteArrayOutputStream();
    for (String path : paths) {
      bytes.writeBytes(("./" + path + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String diff(Git git) throws InterruptedException {
    git.require("comparing", DIFF, NOTHING);
    Optional<String> text = unicode(read(git));
    if (text.isPresent()) {
      return text.get();
    }
    String binary = "mkdir -p .git/info && printf '* -diff\\n' >>.git/info/attributes && ";
    git.require("comparing bytes", binary + DIFF, NOTHING);
    return unicode(read(git))
        .orElseThrow(
            () ->
                new FailureException(
                    new Failure.Verifier("git wrote a binary patch that is not ASCII")));
  }

  private static byte[] read(Git git) throws InterruptedException {
    return git.sandbox()
        .read(OUT, MOST_BYTES)
        .orElseThrow(() -> new FailureException(new Failure.Verifier("git wrote no patch")));
  }

  private static Optional<String> unicode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      // Some text file has another encoding: the caller asks for another form.
      return Optional.empty();
    }
  }
}
