package dev.millrace.rollout.sandbox.image;

import static dev.millrace.rollout.sandbox.image.LayerBuilder.layer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that mean harm. Whatever they hold, nothing outside of the store changes, and nothing of
/// a refused one is left.
final class HostileImageTest {
  private static final ImageLimits SMALL = new ImageLimits(1 << 20, 500);

  @TempDir Path directory;
  private Path outside;

  @BeforeEach
  void putSomethingOutside() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("canary"), "alive");
  }

  @AfterEach
  void nothingOutsideChanged() throws IOException {
    assertEquals("alive", Files.readString(outside.resolve("canary")));
    try (var files = Files.list(outside)) {
      assertEquals(1, files.count());
    }
    try (var files = Files.list(directory.resolve("cache/images-1"))) {
      List<String> left =
          files.map(file -> file.getFileName().toString()).filter(this::isUnfinished).toList();
      assertEquals(List.of(), left);
    }
  }

  private boolean isUnfinished(String name) {
    return !name.endsWith(".lock") && !name.matches("sha256-[0-9a-f]{64}");
  }

  private Path unpack(byte[] layer) throws Exception {
    return unpack(new ImageBuilder().layer(layer).saved());
  }

  private Path unpack(Map<String, byte[]> files) throws Exception {
    return open(ImageBuilder.archive(files));
  }

  private Path open(byte[] archive) throws Exception {
    Path file = ImageBuilder.write(archive, directory.resolve("image.tar"));
    return ImageStore.open(directory.resolve("cache"), SMALL).unpack(file).root();
  }

  private String refused(LayerBuilder layer) {
    return refused(new ImageBuilder().layer(layer.build()).saved());
  }

  private String refused(Map<String, byte[]> files) {
    return refused(ImageBuilder.archive(files));
  }

  private String refused(byte[] archive) {
    var thrown = assertThrows(FailureException.class, () -> open(archive));
    assertInstanceOf(Failure.Environment.class, thrown.failure());
    assertFalse(Files.exists(directory.resolve("cache/images-1/sha256-")));
    return thrown.failure().detail();
  }

  @Test
  void namesDoNotClimb() {
    for (String name : List.of("../x", "a/../../x", "a/..", "/../x", "./../x", "..")) {
      assertTrue(refused(layer().file(name, "x")).contains("'..' in its name"), name);
    }
    assertTrue(refused(layer().hardLink("a", "../outside/canary")).contains("'..'"));
  }

  @Test
  void absoluteNamesStayInside() throws Exception {
    Path root = unpack(layer().file(outside + "/new", "x").build());
    assertEquals("x", Files.readString(root.resolve("." + outside + "/new")));
  }

  @Test
  void linksLeadNowhereOutside() throws Exception {
    Path root =
        unpack(
            layer()
                .link("away", outside.toString())
                .file("away/canary", "dead")
                .link("up", "../../../../.." + outside)
                .file("up/new", "x")
                .directory("up/canary/", 0700, 1)
                .build());
    Path inside = root.resolve("." + outside);
    assertEquals("x", Files.readString(inside.resolve("new")));
    assertTrue(Files.isDirectory(inside.resolve("canary"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aFileReplacesTheLinkThatIsThere() throws Exception {
    Path root =
        unpack(layer().link("a", outside + "/canary").file("a", "dead").build()).resolve("a");
    assertTrue(Files.isRegularFile(root, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void deletionsReachNothingThroughLinks() throws Exception {
    var image =
        ImageBuilder.of(
            layer().link("a", outside.toString()).link("b", outside.toString()),
            layer().whiteout("a/.wh.canary").whiteout("a/.wh..wh..opq").whiteout(".wh.b"));
    Path root = unpack(image.saved());
    assertEquals(List.of("/", "/a"), List.copyOf(Snapshot.of(root).keySet()));
  }

  @Test
  void hardLinksLeadToFilesOfTheImage() {
    String canary = outside + "/canary";
    assertTrue(refused(layer().hardLink("a", canary)).contains("no file of the image"));
    refused(layer().link("a", outside.toString()).hardLink("b", "a/canary"));
    refused(layer().directory("a/", 0700, 1).hardLink("b", "a"));
    refused(layer().file("a", "x").hardLink("a", "a"));
    refused(layer().hardLink("a", "/"));
  }

  /// The link itself may have another name; what it points to is not touched.
  @Test
  void aHardLinkToALinkIsTheLink() throws Exception {
    Path root =
        unpack(layer().link("a", outside + "/canary").hardLink("b", "a").file("b", "x").build());
    assertEquals("x", Files.readString(root.resolve("b")));
    assertTrue(Files.isSymbolicLink(root.resolve("a")));
  }

  /// A reader that wrote into the file would change the lower layer's other name.
  @Test
  void aReplacedFileLeavesItsOtherNameAlone() throws Exception {
    var image =
        ImageBuilder.of(
            layer().file("a", "old").hardLink("b", "a"), layer().file("a", 0600, 5, "new"));
    Path root = unpack(image.saved());
    assertEquals("old", Files.readString(root.resolve("b")));
  }

  @Test
  void linksInACircleAreRefused() {
    assertTrue(refused(layer().link("a", "b").link("b", "a").file("a/x", "x")).contains("circle"));
  }

  @Test
  void devicesAndPipesAreLeftOutAndHideWhatWasThere() throws Exception {
    var image =
        ImageBuilder.of(
            layer().file("a", "old"),
            layer()
                .special("a", TarConstants.LF_CHR)
                .special("b", TarConstants.LF_BLK)
                .special("c", TarConstants.LF_FIFO));
    assertEquals(1, Snapshot.of(unpack(image.saved())).size());
  }

  @Test
  void nothingIsLeftSetuid() throws Exception {
    Path root = unpack(layer().file("a", 07777, 1, "x").directory("d/", 07777, 1).build());
    String file = Snapshot.file(0777, 1, "x", "/a");
    String directory = Snapshot.directory(03777, 1);
    assertEquals(file, Snapshot.of(root).get("/a"));
    assertEquals(directory, Snapshot.of(root).get("/d"));
  }

  @Test
  void theRootIsADirectory() {
    refused(layer().file("/", "").link(".", "/tmp"));
    refused(layer().file(".", "x"));
  }

  @Test
  void markersMarkSomething() {
    for (String name : List.of(".wh.", ".wh..", ".wh...", "a/.wh...")) {
      assertTrue(refused(layer().whiteout(name)).contains("marks no file"), name);
    }
  }

  @Test
  void bookkeepingOfOldDriversIsIgnored() throws Exception {
    Path root = unpack(layer().whiteout(".wh..wh.aufs").whiteout(".wh..wh.plnk").build());
    assertEquals(1, Snapshot.of(root).size());
  }

  @Test
  void theLastOfEqualNamesCounts() throws Exception {
    Path root =
        unpack(
            layer()
                .directory("a/", 0700, 1)
                .file("a/b", "x")
                .file("a", "second")
                .directory("./a//", 0750, 3)
                .build());
    assertEquals(List.of("/", "/a"), List.copyOf(Snapshot.of(root).keySet()));
    assertEquals(Snapshot.directory(0750, 3), Snapshot.of(root).get("/a"));
  }

  @Test
  void namesAreNoLongerThanFilesHave() {
    refused(layer().file("a".repeat(256), "x"));
    refused(layer().file("é".repeat(128), "x"));
    refused(layer().directory("d/".repeat(2000), 0700, 1));
  }

  @Test
  void deepTreesAreUnpackedAndDeleted() throws Exception {
    Path root = unpack(layer().file("d/".repeat(1000) + "f", "x").build());
    assertEquals("x", Files.readString(root.resolve("d/".repeat(1000) + "f")));
    HostTree.delete(directory.resolve("cache/images-1"));
    Files.createDirectory(directory.resolve("cache/images-1"));
    assertFalse(Files.exists(root));
  }

  @Test
  void contentIsBounded() {
    String zeros = "\0".repeat(1 << 19);
    assertTrue(refused(layer().file("a", zeros).file("b", zeros)).contains("raise maxBytes"));
    byte[] layer = layer().file("a", zeros + zeros).build();
    var bomb = new ImageBuilder().gzipped(layer);
    assertTrue(refused(bomb.layout()).contains("more than 1048576 bytes"));
    refused(new ImageBuilder().zstandard(layer).layout());
    refused(ImageBuilder.gzip(layer));
  }

  @Test
  void theNumberOfMembersIsBounded() {
    LayerBuilder layer = layer();
    for (int i = 0; i < 501; i++) {
      layer.file("f", "");
    }
    assertTrue(refused(layer).contains("raise maxEntries"));
  }

  @Test
  void whatIsNoImageIsSaidToBeNone() throws IOException {
    assertTrue(refused(ImageBuilder.utf8("hello")).contains("neither an image nor"));
    assertTrue(refused(new byte[4096]).contains("without members"));
    assertTrue(refused(new byte[] {'B', 'Z', 'h', '9', 0, 0}).contains("bzip2"));
    byte[] cut = layer().file("a", "x").file("b", "y").build();
    String detail = refused(java.util.Arrays.copyOf(cut, 1024));
    assertTrue(detail.contains("it was cut"), detail);
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThrows(
        FailureException.class, () -> ImageStore.open(directory.resolve("cache")).unpack(empty));
  }
}
