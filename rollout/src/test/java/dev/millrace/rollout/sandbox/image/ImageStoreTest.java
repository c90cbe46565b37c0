package dev.millrace.rollout.sandbox.image;

import static dev.millrace.rollout.sandbox.image.LayerBuilder.layer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.HostTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an image becomes, whatever it is stored as.
final class ImageStoreTest {
  private static final byte[] LOWER =
      layer()
          .directory("./", 0755, 7)
          .directory("bin/", 01777, 8)
          .file("bin/tool", 04755, 9, "one")
          .file("gone", "x")
          .build();
  private static final byte[] UPPER =
      layer()
          .whiteout(".wh.gone")
          .hardLink("bin/same", "bin/tool")
          .link("to", "bin//tool/")
          .build();
  private static final SortedMap<String, String> MERGED =
      new java.util.TreeMap<>(
          Map.of(
              "/", Snapshot.directory(0755, 7),
              "/bin", Snapshot.directory(01777, 8),
              "/bin/same", Snapshot.file(0755, 9, "one", "/bin/same"),
              "/bin/tool", Snapshot.file(0755, 9, "one", "/bin/same"),
              "/to", Snapshot.link(1_600_000_000, "bin/tool")));

  @TempDir Path directory;

  private UnpackedImage unpack(Path image) throws Exception {
    return ImageStore.open(directory.resolve("cache")).unpack(image);
  }

  private UnpackedImage unpack(byte[] archive) throws Exception {
    return unpack(ImageBuilder.write(archive, directory.resolve("image.tar")));
  }

  @Test
  void savedImagesOfEveryAgeAndLayoutsAreTheSameImage() throws Exception {
    var image = new ImageBuilder().layer(LOWER).gzipped(UPPER);
    String id = "sha256:" + ImageBuilder.sha256(image.configuration());
    List<byte[]> archives =
        List.of(
            ImageBuilder.archive(image.saved()),
            ImageBuilder.archive(image.layout()),
            ImageBuilder.archive(image.hybrid()),
            ImageBuilder.gzip(ImageBuilder.archive(image.saved())),
            com.github.luben.zstd.Zstd.compress(ImageBuilder.archive(image.hybrid())));
    for (byte[] archive : archives) {
      HostTree.delete(directory.resolve("cache"));
      UnpackedImage unpacked = unpack(archive);
      assertEquals(MERGED, Snapshot.of(unpacked.root()));
      assertEquals(id, unpacked.digest());
    }
    HostTree.delete(directory.resolve("cache"));
    Path layout = ImageBuilder.directory(image.layout(), directory.resolve("layout"));
    assertEquals(MERGED, Snapshot.of(unpack(layout).root()));
  }

  @Test
  void layersMayBeCompressedWithZstandard() throws Exception {
    var image = new ImageBuilder().zstandard(LOWER).zstandard(UPPER);
    assertEquals(MERGED, Snapshot.of(unpack(ImageBuilder.archive(image.layout())).root()));
  }

  @Test
  void aRootFileSystemIsAnImageWithoutAConfiguration() throws Exception {
    for (byte[] archive :
        List.of(LOWER, ImageBuilder.gzip(LOWER), com.github.luben.zstd.Zstd.compress(LOWER))) {
      UnpackedImage unpacked = unpack(archive);
      assertEquals("one", Files.readString(unpacked.root().resolve("bin/tool")));
      assertEquals("sha256:" + ImageBuilder.sha256(archive), unpacked.digest());
      assertEquals(ImageConfig.NONE, unpacked.config());
    }
  }

  @Test
  void theConfigurationIsRead() throws Exception {
    UnpackedImage image = unpack(ImageBuilder.archive(ImageBuilder.of(layer()).saved()));
    assertEquals(Map.of("PATH", "/usr/bin:/bin", "A", "b=c"), image.variables());
    assertEquals(List.of("PATH", "A"), List.copyOf(image.variables().keySet()));
  }

  @Test
  void aConfigurationMaySayNothing() throws Exception {
    var image = ImageBuilder.of(layer()).config("\"Env\":null").architecture("");
    assertEquals(ImageConfig.NONE, unpack(ImageBuilder.archive(image.saved())).config());
  }

  @Test
  void anImageIsUnpackedOnce() throws Exception {
    Path archive =
        ImageBuilder.write(
            ImageBuilder.archive(ImageBuilder.of(layer().file("a", "b")).saved()),
            directory.resolve("image"));
    Path root = unpack(archive).root();
    Files.writeString(root.resolve("mark"), "");
    assertTrue(Files.exists(unpack(archive).root().resolve("mark")));
  }

  @Test
  void aLayerThatOccursTwiceMayBeALinkInTheArchive() throws Exception {
    byte[] content = layer().file("a", "b").build();
    var image = new ImageBuilder().layer(content).layer(content);
    Map<String, byte[]> files = image.saved();
    files.remove("layer1/layer.tar");
    var archive = layer();
    files.forEach(
        (name, bytes) ->
            archive.file(name, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)));
    archive.link("layer1/layer.tar", "../layer0/layer.tar");
    assertEquals("b", Files.readString(unpack(archive.build()).root().resolve("a")));
  }

  @Test
  void theManifestForThisPlatformIsTaken() throws Exception {
    Map<String, byte[]> files = ImageBuilder.of(layer().file("a", "ours")).layout();
    String ours = new String(files.get("index.json"), java.nio.charset.StandardCharsets.UTF_8);
    String inner = ours.substring(ours.indexOf('[') + 1, ours.lastIndexOf(']'));
    String mine = inner.substring(0, inner.length() - 1) + platform(Platform.host()) + "}";
    String other =
        "{\"digest\":\"sha256:%s\",\"size\":1%s}"
            .formatted("0".repeat(64), platform(new Platform("linux", "s390x")));
    String attestation = other.replace("linux", "unknown").replace("s390x", "unknown");
    byte[] nested = ImageBuilder.index(other, attestation, mine);
    files.put("index.json", ImageBuilder.index(ImageBuilder.descriptor("i", nested, files)));
    assertEquals("ours", Files.readString(unpack(ImageBuilder.archive(files)).root().resolve("a")));
  }

  private static String platform(Platform platform) {
    return ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}"
        .formatted(platform.os(), platform.architecture());
  }
}
