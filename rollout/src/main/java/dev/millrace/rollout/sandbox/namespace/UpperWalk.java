package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.TreeNames;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an overlay's upper directories change of what lies below them. What is there but equals
/// what was there before, such as a file opened for writing, is no change.
final class UpperWalk {
  // Deeper, this walk would need more of a thread's stack than there is.
  private static final int MAX_DEPTH = 100;
  // The kernel takes 4096 bytes, with the way to the layer.
  private static final int MAX_PATH = 2048;
  // More is charged for, so that many long paths do not fill the memory.
  private static final int SHORT_PATH = 100;
  private static final int OWNER_READS = 0400;
  private static final int OWNER_ENTERS = 0700;

  private final List<Path> uppers;
  private final LowerView lower;
  private final Scope scope;
  private final List<DeltaEntry> entries = new ArrayList<>();
  private long remainingBytes;

  /// Which paths of an upper directory count.
  interface Scope {
    boolean includes(String relative);
  }

  /// What the uppers hold at a path.
  ///
  /// @param nodes the one that is seen, and if it is a directory those that it is merged with
  /// @param isOpaque whether they hide what lies below them
  private record Stack(List<Node> nodes, boolean isOpaque) {
    Node top() {
      return nodes.getFirst();
    }
  }

  /// @param uppers the newest first: all but the first are frozen
  UpperWalk(List<Path> uppers, LowerView lower, Scope scope, long maxBytes) {
    this.uppers = List.copyOf(uppers);
    this.lower = lower;
    this.scope = scope;
    this.remainingBytes = maxBytes;
  }

  /// @param prefix of the paths in the result: empty, or ending with a slash
  List<DeltaEntry> changes(String prefix) throws IOException {
    children(uppers, Path.of(""), prefix, true);
    return entries;
  }

  /// @param directories of the uppers that are merged here, the newest first
  /// @param isMerged whether what lies below shows through here
  private void children(List<Path> directories, Path at, String prefix, boolean isMerged)
      throws IOException {
    int length = at.toString().length();
    if (length > MAX_PATH || at.getNameCount() > MAX_DEPTH) {
      throw over("are deeper in directories", at);
    }
    for (Map.Entry<Path, Stack> child : stacks(directories, length).entrySet()) {
      Path path = at.resolve(child.getKey());
      String relative = text(path);
      if (scope.includes(relative)) {
        Optional<Node> before = isMerged ? lower.find(path) : Optional.<Node>empty();
        add(child.getValue(), path, prefix + relative, prefix, before);
      }
    }
  }

  private Map<Path, Stack> stacks(List<Path> directories, int length) throws IOException {
    Map<Path, Stack> stacks = new LinkedHashMap<>();
    for (Path directory : directories) {
      try (var children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          if (length > SHORT_PATH) {
            charge(length, child);
          }
          Node node = Node.at(child).orElseThrow(() -> new IOException("vanished: " + child));
          stacks.merge(child.getFileName(), stack(List.of(node)), (above, _) -> over(above, node));
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return stacks;
  }

  private static Stack over(Stack above, Node node) {
    if (above.isOpaque()) {
      return above;
    }
    if (node.kind() != Node.Kind.DIRECTORY) {
      return new Stack(above.nodes(), true);
    }
    List<Node> nodes = new ArrayList<>(above.nodes());
    nodes.add(node);
    return stack(nodes);
  }

  private static Stack stack(List<Node> nodes) {
    Node last = nodes.getLast();
    try {
      return new Stack(List.copyOf(nodes), last.kind() != Node.Kind.DIRECTORY || last.isOpaque());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Stack stack, Path at, String path, String prefix, Optional<Node> before)
      throws IOException {
    Node node = stack.top();
    switch (node.kind()) {
      case WHITEOUT -> {
        if (before.isPresent()) {
          entries.add(new DeltaEntry.Deleted(path));
        }
      }
      case DIRECTORY -> addDirectory(stack, at, path, prefix, before);
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

  private void addDirectory(Stack stack, Path at, String path, String prefix, Optional<Node> before)
      throws IOException {
    Node node = stack.top();
    boolean wasDirectory = before.isPresent() && before.get().kind() == Node.Kind.DIRECTORY;
    boolean isMerged = wasDirectory && !stack.isOpaque();
    int index = entries.size();
    entered(
        stack.nodes(),
        () -> children(stack.nodes().stream().map(Node::path).toList(), at, prefix, isMerged));
    boolean isUnchanged =
        isMerged && entries.size() == index && before.get().permissions() == node.permissions();
    if (!isUnchanged) {
      var contents =
          isMerged || before.isEmpty() ? DeltaEntry.Contents.MERGED : DeltaEntry.Contents.REPLACED;
      entries.add(index, new DeltaEntry.Directory(path, node.permissions(), contents));
    }
  }

  private static void entered(List<Node> directories, Node.Step step) throws IOException {
    if (directories.isEmpty()) {
      step.run();
      return;
    }
    List<Node> others = directories.subList(1, directories.size());
    directories.getFirst().opened(OWNER_ENTERS, () -> entered(others, step));
  }

  private byte[] content(Node node) throws IOException {
    charge(node.sizeBytes(), node.path());
    byte[][] content = new byte[1][];
    node.opened(OWNER_READS, () -> content[0] = Files.readAllBytes(node.path()));
    return content[0];
  }

  private void charge(long bytes, Path path) {
    remainingBytes -= bytes;
    if (remainingBytes < 0) {
      throw over("hold more bytes", path);
    }
  }

  private static FailureException over(String what, Path path) {
    return new FailureException(
        new Failure.Budget(
            "the changed files "
                + what
                + " than a workspace delta may: raise its limit, or have the task keep large files"
                + " out of its tree; at "
                + path.getFileName()));
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
    return text(Files.readSymbolicLink(link));
  }

  private static String text(Path written) {
    try {
      return TreeNames.text(written);
    } catch (CharacterCodingException _) {
      throw TreeNames.notUtf8(written.toString());
    }
  }
}
