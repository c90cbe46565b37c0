package dev.millrace.rollout.sandbox.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.sandbox.HostTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Stacks of layers at random: additions, replacements by other kinds, deletions, opaque
/// directories, links of both kinds, paths through links, members in any order.
final class LayerStackTest {
  @Property(tries = 400, seed = "1729")
  void aStackBecomesTheTreeItMeans(@ForAll Random random) throws Exception {
    Path directory = Files.createTempDirectory("layers");
    try {
      var image = new ImageBuilder();
      var stack = new RandomStack(random);
      int layers = 1 + random.nextInt(5);
      for (int i = 0; i < layers; i++) {
        byte[] layer = stack.layer();
        switch (random.nextInt(3)) {
          case 0 -> image.layer(layer);
          case 1 -> image.gzipped(layer);
          default -> image.zstandard(layer);
        }
      }
      Path archive =
          ImageBuilder.write(
              ImageBuilder.archive(random.nextBoolean() ? image.saved() : image.layout()),
              directory.resolve("image"));
      UnpackedImage unpacked = ImageStore.open(directory.resolve("cache")).unpack(archive);
      assertEquals(stack.oracle().snapshot(), Snapshot.of(unpacked.root()), stack::told);
    } finally {
      HostTree.delete(directory);
    }
  }
}
