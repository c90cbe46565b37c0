package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an overlay's upper directory changes of what lies below it. What is there but equals what
/// was there before, such as a file opened for writing, is no change.
final class UpperWalk {
  private static final int OWNER_READS = 0400;
  private static final int OWNER_ENTERS = 0700;

  private final Path upper;
  private final LowerView lower;
  private final Scope scope;
  private final List<DeltaEntry> entries = new ArrayList<>();
  private long remainingBytes;

  /// Which paths of an upper directory count.
  interface Scope {
    boolean includes(String relative);
  }

  UpperWalk(Path upper, LowerView lower, Scope scope, long maxBytes) {
    this.upper = upper;
    this.lower = lower;
    this.scope = scope;
    this.remainingBytes = maxBytes;
  }

  /// @param prefix of the paths in the result: empty, or ending with a slash
  List<DeltaEntry> changes(String prefix) throws IOException {
    children(upper, prefix, true);
    return entries;
  }

  /// @param isMerged whether what lies below shows through here
  private void children(Path directory, String prefix, boolean isMerged) throws IOException {
    List<Path> children = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    }
    for (Path child : children) {
      String relative = name(child);
      if (scope.includes(relative)) {
        Node node = Node.at(child).orElseThrow(() -> new IOException("vanished: " + child));
        Optional<Node> before =
            isMerged ? lower.find(upper.relativize(child)) : Optional.<Node>empty();
        add(node, prefix + relative, prefix, before);
      }
    }
  }

  private void add(Node node, String path, String prefix, Optional<Node> before)
      throws IOException {
    switch (node.kind()) {
      case WHITEOUT -> {
        if (before.isPresent()) {
          entries.add(new DeltaEntry.Deleted(path));
        }
      }
      case DIRECTORY -> addDirectory(node, path, prefix, before);
      case FILE -> {
        byte[] content = content(node);
        if (!isSameFile(node, content, before)) {
          entries.add(new DeltaEntry.File(path, node.permissions(), content));
        }
      }
      case LINK -> {
        String target = target(node.path());
        if (before.isEmpty()
            || before.get().kind() != Node.Kind.LINK
            || !target(before.get().path()).equals(target)) {
          entries.add(new DeltaEntry.Link(path, target));
        }
      }
      case PIPE -> entries.add(new DeltaEntry.Pipe(path, node.permissions()));
      case OTHER -> {
        // A socket without its process is nothing.
      }
    }
  }

  private void addDirectory(Node node, String path, String prefix, Optional<Node> before)
      throws IOException {
    boolean wasDirectory = before.isPresent() && before.get().kind() == Node.Kind.DIRECTORY;
    boolean isMerged = wasDirectory && !node.isOpaque();
    int at = entries.size();
    opened(node, OWNER_ENTERS, () -> children(node.path(), prefix, isMerged));
    boolean isUnchanged =
        isMerged && entries.size() == at && before.get().permissions() == node.permissions();
    if (!isUnchanged) {
      var contents =
          isMerged || before.isEmpty() ? DeltaEntry.Contents.MERGED : DeltaEntry.Contents.REPLACED;
      entries.add(at, new DeltaEntry.Directory(path, node.permissions(), contents));
    }
  }

  private byte[] content(Node node) throws IOException {
    remainingBytes -= node.sizeBytes();
    if (remainingBytes < 0) {
      throw new FailureException(
          new Failure.Sandbox(
              "the changed files hold more bytes than a workspace delta may: raise its limit, or"
                  + " have the task keep large files out of its tree; at "
                  + node.path().getFileName()));
    }
    byte[][] content = new byte[1][];
    opened(node, OWNER_READS, () -> content[0] = Files.readAllBytes(node.path()));
    return content[0];
  }

  private static boolean isSameFile(Node node, byte[] content, Optional<Node> before)
      throws IOException {
    if (before.isEmpty()
        || before.get().kind() != Node.Kind.FILE
        || before.get().permissions() != node.permissions()
        || before.get().sizeBytes() != node.sizeBytes()
        || !Files.isReadable(before.get().path())) {
      return false;
    }
    return Arrays.equals(Files.readAllBytes(before.get().path()), content);
  }

  private static String target(Path link) throws IOException {
    return TreeNames.text(Files.readSymbolicLink(link));
  }

  private String name(Path child) throws IOException {
    try {
      return TreeNames.relative(upper, child);
    } catch (CharacterCodingException e) {
      throw new FailureException(
          new Failure.Sandbox("a file's name is not UTF-8: " + child.getFileName()), e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /// Whoever is not root needs the owner's permissions for a moment.
  private static void opened(Node node, int needed, Step step) throws IOException {
    if ((node.permissions() & needed) == needed) {
      step.run();
      return;
    }
    Files.setAttribute(node.path(), "unix:mode", node.permissions() | needed);
    try {
      step.run();
    } finally {
      Files.setAttribute(node.path(), "unix:mode", node.permissions());
    }
  }
}
