package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images unpacked once into a directory of this machine, for any number of threads and processes.
///
/// An image is a `docker save` archive, an image layout of the Open Container Initiative (a
/// directory or an archive), or an archive of a root file system; archives and layers may be
/// compressed with gzip or zstd. What it is, is told by what is in it.
///
/// All of it ends up in one tree without any trace of layers. Kept are contents, modes, times,
/// links of both kinds. Not kept, for root and others alike: owners (all is the caller's), extended
/// attributes, setuid and setgid on files, devices and named pipes, names that are not UTF-8, and
/// doubled or trailing slashes in the targets of links.
///
/// A process that is killed in the middle leaves a directory whose name says so; the next
/// [#open(Path)] removes it. Beside each image an empty file stays, its lock.
public final class ImageStore {
  private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

  /// Changes when the same image would be unpacked to something else.
  private static final String FORMAT = "images-1";

  private static final String UNFINISHED = ".unpacking";

  private final Path directory;
  private final ImageLimits limits;

  private ImageStore(Path directory, ImageLimits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  public static ImageStore open(Path cacheDirectory) throws IOException {
    return open(cacheDirectory, ImageLimits.DEFAULT);
  }

  /// @param cacheDirectory made if absent. What is in it is for this user alone: images may hold
  ///     anything
  public static ImageStore open(Path cacheDirectory, ImageLimits limits) throws IOException {
    Path directory = Files.createDirectories(cacheDirectory).toRealPath().resolve(FORMAT);
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var store = new ImageStore(directory, limits);
    store.removeUnfinished();
    return store;
  }

  /// The image's directory, unpacked now unless it was before. Whoever asks for an image that is
  /// being unpacked waits for it.
  ///
  /// @param image the archive, or the directory of a layout
  /// @throws FailureException with `Failure.Environment` when the image is broken, hostile, too
  ///     large, not one, or for another platform: it says where, and nothing of it is left
  /// @throws InterruptedException when the thread was interrupted: nothing is left either
  public UnpackedImage unpack(Path image) throws IOException, InterruptedException {
    var opener = new ImageOpener(directory, limits, Platform.host(), this::isUnpacked);
    try (OpenImage open = opener.open(image)) {
      return unpack(open);
    } catch (BadImageException e) {
      throw new FailureException(
          new Failure.Environment("image " + image + ": " + e.getMessage()), e);
    } catch (InvalidPathException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "image %s: this process cannot write the name '%s', as its locale's encoding is %s: start it with LC_ALL=C.UTF-8"
                  .formatted(image, e.getInput(), System.getProperty("sun.jnu.encoding"))),
          e);
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      // The flag is what the exception stands for.
      Thread.interrupted();
      var interrupted = new InterruptedException("while unpacking image " + image);
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  UnpackedImage unpack(OpenImage image) throws IOException, InterruptedException {
    Description description = image.description();
    Digest id = description.id();
    Path root = directory.resolve(id.fileName());
    if (!isUnpacked(id)) {
      try (var _ = StoreLock.acquire(lock(id.fileName()), StoreLock.PATIENCE)) {
        if (!isUnpacked(id)) {
          build(image, directory.resolve(id.fileName() + UNFINISHED), root);
        }
      }
    }
    return new UnpackedImage(root, id.toString(), description.config());
  }

  private void build(OpenImage image, Path unfinished, Path root) throws IOException {
    HostTree.delete(unfinished);
    try {
      var tree = new RootTree(unfinished);
      var budget = new Budget(limits);
      var reader = new LayerReader(image.blobs(), tree, budget);
      int number = 0;
      for (Layer layer : image.description().layers()) {
        number++;
        reader.read(layer, "layer " + number + " of " + image.description().layers().size());
      }
      tree.finish();
      Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
      LOG.atInfo()
          .setMessage("Unpacked an image")
          .addKeyValue("path", root)
          .addKeyValue("bytes", budget.contents())
          .addKeyValue("leftOut", reader.skipped())
          .log();
    } finally {
      HostTree.delete(unfinished);
    }
  }

  private boolean isUnpacked(Digest id) {
    return Files.isDirectory(directory.resolve(id.fileName()), LinkOption.NOFOLLOW_LINKS);
  }

  private Path lock(String name) {
    return directory.resolve(name + ".lock");
  }

  private void removeUnfinished() throws IOException {
    try (var left = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path unfinished : left) {
        String name = unfinished.getFileName().toString();
        name = name.substring(0, name.length() - UNFINISHED.length());
        try (var lock = StoreLock.tryAcquire(lock(name))) {
          if (lock != null) {
            LOG.atInfo()
                .setMessage("Removing an image that a dead process left half unpacked")
                .addKeyValue("path", unfinished)
                .log();
            HostTree.delete(unfinished);
          }
        }
      }
    }
    try (var left = Files.newDirectoryStream(directory, ImageOpener.SPOOLED + "*")) {
      for (Path spooled : left) {
        Files.deleteIfExists(spooled);
      }
    }
  }
}
