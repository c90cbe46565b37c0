package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.image.TreeOracle.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Makes up layers, and keeps account of what they mean.
final class RandomStack {
  private static final List<String> NAMES = List.of("a", "b", "c", "long-" + "x".repeat(120), "é");

  private final Random random;
  private final TreeOracle oracle = new TreeOracle();
  private final StringBuilder told = new StringBuilder();
  private final Set<String> deletedFiles = new HashSet<>();
  private final Set<String> added = new HashSet<>();

  RandomStack(Random random) {
    this.random = random;
  }

  TreeOracle oracle() {
    return oracle;
  }

  String told() {
    return told.toString();
  }

  /// Deletions stand anywhere in a layer, unless a member goes below what was no directory before:
  /// then they come first, as a reader in one pass needs.
  byte[] layer() {
    told.append("layer\n");
    List<Consumer<LayerBuilder>> deletions = new ArrayList<>();
    List<Consumer<LayerBuilder>> additions = new ArrayList<>();
    deletedFiles.clear();
    added.clear();
    for (int i = random.nextInt(4); i > 0; i--) {
      delete(deletions);
    }
    boolean hasLinks = oracle.items().values().stream().anyMatch(Item.Link.class::isInstance);
    for (int i = random.nextInt(9); i > 0; i--) {
      hasLinks |= add(additions);
    }
    List<Consumer<LayerBuilder>> members = new ArrayList<>(deletions);
    for (Consumer<LayerBuilder> addition : additions) {
      members.add(addition);
    }
    boolean isBelowAFile =
        deletedFiles.stream()
            .anyMatch(file -> added.stream().anyMatch(path -> path.startsWith(file + "/")));
    if (!isBelowAFile && !hasLinks) {
      members = interleaved(deletions, additions);
    }
    var layer =
        new LayerBuilder(
            random.nextBoolean()
                ? TarArchiveOutputStream.LONGFILE_GNU
                : TarArchiveOutputStream.LONGFILE_POSIX);
    members.forEach(member -> member.accept(layer));
    return layer.build();
  }

  private <T> List<T> interleaved(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>();
    List<T> left = new ArrayList<>(some);
    Collections.shuffle(left, random);
    for (T other : others) {
      while (!left.isEmpty() && random.nextInt(3) == 0) {
        all.add(left.removeLast());
      }
      all.add(other);
    }
    all.addAll(left);
    return all;
  }

  private void delete(List<Consumer<LayerBuilder>> members) {
    String path = somewhere();
    boolean isInside = path.isEmpty() || random.nextInt(3) == 0;
    if (isInside && !(oracle.at(path) instanceof Item.Directory)) {
      return;
    }
    oracle.items().entrySet().stream()
        .filter(entry -> !(entry.getValue() instanceof Item.Directory))
        .filter(entry -> path.isEmpty() || (entry.getKey() + "/").startsWith(path + "/"))
        .forEach(entry -> deletedFiles.add(entry.getKey()));
    int name = isInside ? path.length() : path.lastIndexOf('/') + 1;
    String parent = path.substring(0, name) + (isInside && !path.isEmpty() ? "/" : "");
    String marker = parent + (isInside ? ".wh..wh..opq" : ".wh." + path.substring(name));
    say("marker", marker);
    if (isInside) {
      oracle.removeBelow(path);
    } else {
      oracle.delete(path);
    }
    members.add(layer -> layer.whiteout(marker));
  }

  /// @return whether it was a symbolic link
  private boolean add(List<Consumer<LayerBuilder>> members) {
    String path = free();
    String written = List.of("", "./", "/", ".//").get(random.nextInt(4)) + path;
    int mode = random.nextInt(01000);
    long seconds = 1_500_000_000L + random.nextInt(1000);
    added.add(path);
    switch (random.nextInt(5)) {
      case 0 -> {
        say("directory", path);
        oracle.add(path, new Item.Directory(mode, seconds));
        members.add(layer -> layer.directory(written + "/", mode, seconds));
      }
      case 1 -> {
        String target = List.of("a", "../b", "/a/b", "..", "nowhere/c").get(random.nextInt(5));
        say("link to " + target, path);
        oracle.add(path, new Item.Link(1_600_000_000, target));
        members.add(layer -> layer.link(written, target));
        return true;
      }
      case 2 -> hardLink(path, written, members);
      default -> {
        String content = "content " + random.nextInt(1000);
        say(content, path);
        oracle.add(path, new Item.File(mode, seconds, content));
        members.add(layer -> layer.file(written, mode, seconds, content));
      }
    }
    return false;
  }

  private void hardLink(String path, String written, List<Consumer<LayerBuilder>> members) {
    List<String> targets =
        oracle.items().entrySet().stream()
            .filter(entry -> !(entry.getValue() instanceof Item.Directory))
            .map(entry -> entry.getKey())
            .filter(target -> !(target + "/").startsWith(oracle.real(path) + "/"))
            .toList();
    if (targets.isEmpty()) {
      return;
    }
    String target = targets.get(random.nextInt(targets.size()));
    say("hard link to " + target, path);
    oracle.add(path, Objects.requireNonNull(oracle.items().get(target)));
    members.add(layer -> layer.hardLink(written, target));
  }

  private void say(String what, String path) {
    told.append("  ").append(what).append(": ").append(path).append('\n');
  }

  private String somewhere() {
    List<String> paths = List.copyOf(oracle.items().keySet());
    return paths.get(random.nextInt(paths.size()));
  }

  /// A path that can be written to: every part above it is a directory, a link to one, or absent.
  private String free() {
    while (true) {
      var path = new StringBuilder(random.nextInt(3) == 0 ? somewhere() : "");
      for (int i = random.nextInt(path.isEmpty() ? 3 : 2); i >= 0; i--) {
        path.append(path.isEmpty() ? "" : "/").append(NAMES.get(random.nextInt(NAMES.size())));
      }
      if (isFree(path.toString())) {
        return path.toString();
      }
    }
  }

  private boolean isFree(String path) {
    try {
      for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        if (!isDirectoryOrAbsent(path.substring(0, at))) {
          return false;
        }
      }
      return !oracle.real(path).isEmpty();
    } catch (IllegalStateException _) {
      // Links in a circle are a fault of the image, tested elsewhere.
      return false;
    }
  }

  private boolean isDirectoryOrAbsent(String path) {
    String parent = oracle.real(path + "/.");
    for (int at = parent.indexOf('/'); at > 0; at = parent.indexOf('/', at + 1)) {
      if (oracle.items().get(parent.substring(0, at)) instanceof Item.File) {
        return false;
      }
    }
    Item item = oracle.items().get(parent);
    return item == null || item instanceof Item.Directory;
  }
}
