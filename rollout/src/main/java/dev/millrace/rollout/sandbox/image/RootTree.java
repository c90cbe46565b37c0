package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;

/// The root file system as it grows, layer by layer, on the host and in memory. The directory is
/// nobody else's meanwhile. What stands in the way of a member is removed first: a file that has
/// another name is never written into.
final class RootTree {
  private final Spot root;
  private final Resolver resolver;
  private int layer;

  /// @param path of a directory that is not there yet
  RootTree(Path path) throws IOException {
    this.root = new Spot(Files.createDirectory(path), new Node.Directory(0));
    this.resolver = new Resolver(root);
  }

  void beginLayer() {
    layer++;
  }

  void directory(EntryPath path, TarEntry.Attributes attributes) throws IOException {
    if (path.isRoot()) {
      root.directory().describe(layer, attributes);
      return;
    }
    Spot parent = parent(path);
    if (parent.child(path.name()) instanceof Node.Directory there) {
      there.describe(layer, attributes);
      return;
    }
    Path free = free(parent, path);
    var made = new Node.Directory(layer);
    made.describe(layer, attributes);
    Files.createDirectory(free);
    parent.directory().children().put(path.name(), made);
  }

  void file(EntryPath path, TarEntry.Attributes attributes, InputStream content, long size)
      throws IOException {
    Spot parent = parent(path);
    Path free = free(parent, path);
    HostFiles.write(free, content, size);
    HostFiles.describe(free, attributes, HostFiles.FILE_BITS);
    parent.directory().children().put(path.name(), new Node.File(layer));
  }

  void symbolicLink(EntryPath path, TarEntry.Attributes attributes, String target)
      throws IOException {
    Spot parent = parent(path);
    HostFiles.link(free(parent, path), target, attributes.modified());
    parent.directory().children().put(path.name(), new Node.Link(layer, target));
  }

  void hardLink(EntryPath path, EntryPath target) throws IOException {
    Spot parent = parent(path);
    Path free = free(parent, path);
    Spot other = target.isRoot() ? null : resolver.find(target.parent());
    Node node = other == null ? null : other.child(target.name());
    if (other == null || node == null || node instanceof Node.Directory) {
      throw new BadImageException(
          "member '"
              + path
              + "' is a hard link to '"
              + target
              + "', which is no file of the image");
    }
    Files.createLink(free, other.at(target.name()));
    Node same =
        node instanceof Node.Link(_, String to) ? new Node.Link(layer, to) : new Node.File(layer);
    parent.directory().children().put(path.name(), same);
  }

  /// Removes whatever stands at a path.
  void remove(EntryPath path) throws IOException {
    Spot parent = path.isRoot() ? null : resolver.find(path.parent());
    if (parent != null) {
      free(parent, path);
    }
  }

  /// Removes what layers below have at a path. What this layer has there stays.
  void whiteout(EntryPath path) throws IOException {
    Spot parent = resolver.find(path.parent());
    Node node = parent == null ? null : parent.child(path.name());
    if (parent != null && node != null && !prune(parent.at(path.name()), node)) {
      parent.directory().children().remove(path.name());
    }
  }

  /// Removes what layers below have in a directory.
  void opaque(EntryPath directory) throws IOException {
    Spot place = resolver.find(directory);
    if (place != null) {
      pruneChildren(place.path(), place.directory());
    }
  }

  /// Gives the directories their modes and times, children first.
  void finish() throws IOException {
    finish(root.path(), root.directory());
  }

  private Spot parent(EntryPath path) throws IOException {
    if (path.isRoot()) {
      throw new BadImageException("the root is expected to be a directory");
    }
    return resolver.make(path.parent(), layer);
  }

  private Path free(Spot parent, EntryPath path) throws IOException {
    Path place = parent.at(path.name());
    Node there = parent.directory().children().remove(path.name());
    if (there != null) {
      HostTree.delete(place);
    }
    return place;
  }

  private boolean prune(Path path, Node node) throws IOException {
    if (node instanceof Node.Directory directory) {
      pruneChildren(path, directory);
      if (directory.layer() < layer && !directory.children().isEmpty()) {
        directory.imply(layer);
      }
    }
    if (node.layer() < layer) {
      Files.delete(path);
      return false;
    }
    return true;
  }

  private void pruneChildren(Path path, Node.Directory directory) throws IOException {
    Iterator<Map.Entry<String, Node>> children = directory.children().entrySet().iterator();
    while (children.hasNext()) {
      Map.Entry<String, Node> child = children.next();
      if (!prune(path.resolve(child.getKey()), child.getValue())) {
        children.remove();
      }
    }
  }

  private static void finish(Path path, Node.Directory directory) throws IOException {
    for (Map.Entry<String, Node> child : directory.children().entrySet()) {
      if (child.getValue() instanceof Node.Directory inner) {
        finish(path.resolve(child.getKey()), inner);
      }
    }
    HostFiles.describe(path, directory.attributes(), HostFiles.DIRECTORY_BITS);
  }
}
