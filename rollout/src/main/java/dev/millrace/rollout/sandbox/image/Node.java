package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.tar.TarEntry;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/// What stands in the tree so far, and which layer put it there.
sealed interface Node {
  int layer();

  record File(int layer) implements Node {}

  record Link(int layer, String target) implements Node {}

  /// A directory's mode and time wait until its children are written.
  final class Directory implements Node {
    /// Of directories that no layer describes. Not 1970: programs such as zip refuse that.
    private static final TarEntry.Attributes IMPLIED =
        new TarEntry.Attributes(0755, FileTime.fromMillis(1_577_836_800_000L));

    private final Map<String, Node> children = new HashMap<>();
    private int layer;
    private TarEntry.Attributes attributes = IMPLIED;

    Directory(int layer) {
      this.layer = layer;
    }

    @Override
    public int layer() {
      return layer;
    }

    Map<String, Node> children() {
      return children;
    }

    TarEntry.Attributes attributes() {
      return attributes;
    }

    void describe(int layer, TarEntry.Attributes attributes) {
      this.layer = layer;
      this.attributes = attributes;
    }

    /// As if this layer had made it without a word about it.
    void imply(int layer) {
      describe(layer, IMPLIED);
    }
  }
}
