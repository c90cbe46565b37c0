package dev.millrace.rollout.sandbox.image;

import static dev.millrace.rollout.sandbox.image.LayerBuilder.layer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images whose parts are not the ones they name.
final class FaultyImageTest {
  private static final byte[] LAYER = layer().file("a", "content").build();

  @TempDir Path directory;

  private String refused(Map<String, byte[]> files) {
    return refused(files, directory);
  }

  private static String refused(Map<String, byte[]> files, Path directory) {
    Path archive = ImageBuilder.write(ImageBuilder.archive(files), directory.resolve("image.tar"));
    Path cache = directory.resolve("cache");
    var thrown = assertThrows(FailureException.class, () -> ImageStore.open(cache).unpack(archive));
    assertTrue(thrown.failure() instanceof Failure.Environment, thrown.toString());
    try (var left = Files.list(cache.resolve("images-1"))) {
      assertEquals(List.of(), left.filter(path -> !path.toString().endsWith(".lock")).toList());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return thrown.failure().detail();
  }

  private static String blob(byte[] bytes) {
    return "blobs/sha256/" + ImageBuilder.sha256(bytes);
  }

  private static void edit(Map<String, byte[]> files, String name, UnaryOperator<String> edit) {
    files.computeIfPresent(
        name,
        (_, bytes) ->
            edit.apply(new String(bytes, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aSpoiltBlobIsNamedWithBothDigests() {
    byte[] stored = ImageBuilder.gzip(LAYER);
    Map<String, byte[]> files = new ImageBuilder().gzipped(LAYER).layout();
    byte[] spoilt = stored.clone();
    spoilt[stored.length / 2] ^= 1;
    files.put(blob(stored), spoilt);
    String detail = refused(files);
    assertTrue(
        detail.contains(
            "layer 1 of 1 (%s): blob: expected sha256:%s, its bytes give sha256:%s"
                .formatted(blob(stored), ImageBuilder.sha256(stored), ImageBuilder.sha256(spoilt))),
        detail);
  }

  @Test
  void aBlobOfAnotherSizeIsRefused() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).layout();
    files.put(blob(LAYER), layer().build());
    assertTrue(refused(files).contains("bytes, found"));
  }

  /// An archive of old `docker save` has no digests of blobs, and so this is all that can tell.
  @Test
  void anotherLayersContentIsRefused() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).saved();
    byte[] other = layer().file("a", "cOntent").build();
    files.put("layer0/layer.tar", other);
    String detail = refused(files);
    assertTrue(
        detail.contains(
            "(layer0/layer.tar): uncompressed (diff_id): expected sha256:%s, its bytes give sha256:%s"
                .formatted(ImageBuilder.sha256(LAYER), ImageBuilder.sha256(other))),
        detail);
  }

  @Test
  void bytesAfterTheEndOfAnArchiveCount() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).saved();
    edit(files, "layer0/layer.tar", text -> text + "\0".repeat(512));
    assertTrue(refused(files).contains("diff_id"));
  }

  @Test
  void aSpoiltConfigurationOrManifestIsRefused() {
    for (Map<String, byte[]> files :
        List.of(
            new ImageBuilder().layer(LAYER).layout(), new ImageBuilder().layer(LAYER).saved())) {
      String config =
          files.keySet().stream()
              .filter(
                  name ->
                      new String(files.get(name), StandardCharsets.ISO_8859_1).contains("\"Env\""))
              .findFirst()
              .orElseThrow();
      edit(files, config, text -> text.replace("/work", "/evil"));
      assertTrue(refused(files).contains("its bytes give"));
    }
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).layout();
    for (String name : List.copyOf(files.keySet())) {
      edit(files, name, text -> text.replace("image.config.v1", "image.cOnfig.v1"));
    }
    assertTrue(refused(files).contains("its bytes give"));
  }

  @Test
  void aMissingLayerIsNamed() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).layout();
    files.remove(blob(LAYER));
    assertTrue(refused(files).contains("has no file " + blob(LAYER)));
  }

  @Test
  void digestsAreDigestsAndNoPaths() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).layout();
    edit(files, "index.json", text -> text.replaceAll("sha256:[0-9a-f]{64}", "sha256:../../x"));
    assertTrue(refused(files).contains("found 'sha256:../../x'"));
  }

  @Test
  void layersAreAsManyAsTheConfigurationSays() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).layer(LAYER).saved();
    edit(files, "manifest.json", text -> text.replace(",\"layer1/layer.tar\"", ""));
    assertTrue(refused(files).contains("names 2 layers, but the manifest has 1"));
  }

  @Test
  void typesOfLayersThatWeCannotReadAreRefused() {
    assertTrue(
        refused(new ImageBuilder().layer(LAYER, LAYER, "tar+encrypted").layout())
            .contains("tar+encrypted, expected a tar"));
  }

  @Test
  void anotherPlatformsImageIsRefused() {
    var image = new ImageBuilder().layer(LAYER).architecture("s390x");
    for (Map<String, byte[]> files : List.of(image.layout(), image.saved())) {
      String detail = refused(files);
      assertTrue(detail.contains("is for linux/s390x, this machine is " + Platform.host()), detail);
    }
  }

  @Test
  void oneImageIsExpected() {
    Map<String, byte[]> files = new ImageBuilder().layer(LAYER).saved();
    edit(files, "manifest.json", text -> text.replaceAll("^.(.*).$", "[$1,$1]"));
    assertTrue(refused(files).contains("expected one image, found 2"));
    files.put("manifest.json", ImageBuilder.utf8("{"));
    assertTrue(refused(files).contains("is not JSON"));
    files.put("manifest.json", ImageBuilder.utf8("[{\"Config\":7}]"));
    assertTrue(refused(files).contains("manifest.json[0].Config: expected a string, found number"));
  }

  /// A flipped byte is found, wherever it is: or it is in a part that means nothing, and the tree
  /// is the same.
  @Property(tries = 150, seed = "77")
  void anySpoiltByteIsFoundOrMeansNothing(@ForAll Random random) throws Exception {
    Path directory = Files.createTempDirectory("spoilt");
    try {
      var image = new ImageBuilder().gzipped(LAYER).layer(layer().link("l", "a").build());
      byte[] archive = ImageBuilder.archive(random.nextBoolean() ? image.saved() : image.hybrid());
      archive[random.nextInt(archive.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = ImageBuilder.write(archive, directory.resolve("image"));
      UnpackedImage unpacked = ImageStore.open(directory.resolve("cache")).unpack(file);
      if (unpacked.digest().equals("sha256:" + ImageBuilder.sha256(image.configuration()))) {
        assertEquals("content", Files.readString(unpacked.root().resolve("a")));
        assertEquals(3, Snapshot.of(unpacked.root()).size());
      } else {
        // The file that says it is an image has lost its name: then it is an archive of files.
        assertEquals(ImageConfig.NONE, unpacked.config());
      }
    } catch (FailureException e) {
      assertTrue(e.failure() instanceof Failure.Environment, e.toString());
    } finally {
      HostTree.delete(directory);
    }
  }
}
