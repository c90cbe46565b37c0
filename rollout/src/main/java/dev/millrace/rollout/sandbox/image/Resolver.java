package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds directories as a process inside the image would: links lead elsewhere in the image, and
/// never out of it. Works on the tree in memory, so the host's kernel follows no link.
final class Resolver {
  /// As many as the kernel follows.
  private static final int MOST_LINKS = 40;

  private final Spot root;

  Resolver(Spot root) {
    this.root = root;
  }

  /// What to do where no directory is.
  private interface Missing {
    Node.@Nullable Directory make(Spot parent, String name) throws IOException;
  }

  /// @return null when there is no such directory
  @Nullable Spot find(EntryPath directory) throws IOException {
    return walk(directory, (_, _) -> null);
  }

  /// Makes what is missing, for the layer given.
  Spot make(EntryPath directory, int layer) throws IOException {
    Spot place = walk(directory, (parent, name) -> make(directory, parent, name, layer));
    if (place == null) {
      throw new IllegalStateException("what is missing was made: " + directory);
    }
    return place;
  }

  private static Node.Directory make(EntryPath wanted, Spot parent, String name, int layer)
      throws IOException {
    if (parent.child(name) != null) {
      throw new BadImageException(
          "expected the directory '" + wanted + "', but '" + name + "' in it is none");
    }
    Files.createDirectory(parent.at(name));
    var made = new Node.Directory(layer);
    parent.directory().children().put(name, made);
    return made;
  }

  private @Nullable Spot walk(EntryPath wanted, Missing missing) throws IOException {
    List<Spot> stack = new ArrayList<>(List.of(root));
    Deque<String> ahead = new ArrayDeque<>(wanted.names());
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst();
      Spot here = stack.getLast();
      Node node = here.child(name);
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        stack.subList(Math.max(1, stack.size() - 1), stack.size()).clear();
      } else if (node instanceof Node.Link(_, String target)) {
        links++;
        follow(target, wanted, links, stack, ahead);
      } else {
        Node.Directory directory =
            node instanceof Node.Directory there ? there : missing.make(here, name);
        if (directory == null) {
          return null;
        }
        stack.add(new Spot(here.at(name), directory));
      }
    }
    return stack.getLast();
  }

  private void follow(
      String target, EntryPath wanted, int links, List<Spot> stack, Deque<String> ahead)
      throws IOException {
    if (links > MOST_LINKS) {
      throw new BadImageException(
          "the directory '" + wanted + "' is behind links that go in a circle");
    }
    if (target.startsWith("/")) {
      stack.subList(1, stack.size()).clear();
    }
    for (String part : Arrays.asList(target.split("/", -1)).reversed()) {
      ahead.addFirst(part);
    }
  }
}
