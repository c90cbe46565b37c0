package dev.millrace.rollout.sandbox.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a stack of layers means, told plainly: one map of paths, first the deletions of a layer,
/// then what it adds. Paths have no slash in front; the root is the empty one.
final class TreeOracle {
  private static final Item IMPLIED = new Item.Directory(0755, 1_577_836_800);

  private final TreeMap<String, Item> items = new TreeMap<>(Map.of("", IMPLIED));

  private int hops;

  sealed interface Item {
    record Directory(int mode, long seconds) implements Item {}

    /// Files with several names are one object.
    final class File implements Item {
      final int mode;
      final long seconds;
      final String content;

      File(int mode, long seconds, String content) {
        this.mode = mode;
        this.seconds = seconds;
        this.content = content;
      }
    }

    record Link(long seconds, String target) implements Item {}
  }

  SortedMap<String, Item> items() {
    return items;
  }

  void delete(String path) {
    String real = real(path);
    if (!real.isEmpty() && items.containsKey(real)) {
      items.remove(real);
      removeBelow(real);
    }
  }

  /// @param path of a directory, as it stands in the map
  void removeBelow(String path) {
    String start = path.isEmpty() ? "" : path + "/";
    items.keySet().removeIf(other -> !other.isEmpty() && other.startsWith(start));
  }

  void add(String path, Item item) {
    String real = real(path);
    for (int at = real.indexOf('/'); at > 0; at = real.indexOf('/', at + 1)) {
      items.putIfAbsent(real.substring(0, at), IMPLIED);
    }
    boolean merges = item instanceof Item.Directory && items.get(real) instanceof Item.Directory;
    if (!merges) {
      removeBelow(real);
    }
    items.put(real, item);
  }

  @Nullable Item at(String path) {
    return items.get(real(path));
  }

  /// The path with the links above its last name followed, inside the tree.
  ///
  /// @throws IllegalStateException after as many links as nobody follows
  String real(String path) {
    hops = 0;
    return walk(path);
  }

  private String walk(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return path;
    }
    String name = path.substring(slash + 1);
    String parent = followed(walk(path.substring(0, slash)));
    if (name.isEmpty() || name.equals(".")) {
      return parent;
    }
    if (name.equals("..")) {
      return parent.contains("/") ? parent.substring(0, parent.lastIndexOf('/')) : "";
    }
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  private String followed(String path) {
    if (!(items.get(path) instanceof Item.Link(_, String target))) {
      return path;
    }
    String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    hops++;
    if (hops > 30) {
      throw new IllegalStateException("links in a circle at " + path);
    }
    return followed(walk((target.startsWith("/") ? "" : parent) + "/" + target));
  }

  SortedMap<String, String> snapshot() {
    SortedMap<String, String> lines = new TreeMap<>();
    Map<Item, String> names = new HashMap<>();
    List<String> sorted = new ArrayList<>(items.keySet());
    sorted.sort(java.util.Comparator.comparing(path -> java.nio.file.Path.of("/" + path)));
    for (String path : sorted) {
      String name = "/" + path;
      Item item = Objects.requireNonNull(items.get(path));
      lines.put(
          name,
          switch (item) {
            case Item.Directory(int mode, long seconds) -> Snapshot.directory(mode, seconds);
            case Item.Link(long seconds, String target) -> Snapshot.link(seconds, target);
            case Item.File file ->
                Snapshot.file(
                    file.mode, file.seconds, file.content, names.computeIfAbsent(file, _ -> name));
          });
    }
    return lines;
  }
}
