package dev.millrace.rollout.sandbox.image;

import com.github.luben.zstd.ZstdIOException;
import dev.millrace.rollout.sandbox.tar.MalformedTarException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.ZipException;

/// Finds out what an image is stored as, by what is in it.
///
/// @param scratch for a compressed image's archive, whose members lie nowhere otherwise
/// @param isUnpacked whether an image needs no second look
record ImageOpener(Path scratch, ImageLimits limits, Platform host, Predicate<Digest> isUnpacked) {
  static final String SPOOLED = "spooled-";

  OpenImage open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      var blobs = new DirectoryBlobs(path);
      if (!Manifests.areIn(blobs)) {
        throw new BadImageException(
            "is a directory without index.json and oci-layout, so no image layout");
      }
      return describe(blobs);
    }
    if (!Files.isRegularFile(path)) {
      throw new BadImageException("is neither a file nor a directory");
    }
    FileChannel channel = FileChannel.open(path);
    try {
      return open(path.getFileName().toString(), channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private OpenImage open(String name, FileChannel channel) throws IOException {
    var in = new BufferedInputStream(ChannelStream.whole(channel));
    if (Compression.of(in) != Compression.NONE) {
      return openCompressed(name, channel);
    }
    var blobs = new ArchiveBlobs(channel, index(ChannelStream.whole(channel)));
    return Manifests.areIn(blobs) ? describe(blobs) : fileSystem(name, channel, digest(channel));
  }

  private OpenImage openCompressed(String name, FileChannel channel) throws IOException {
    Digest digest = digest(channel);
    if (isUnpacked.test(digest)) {
      return fileSystem(name, channel, digest);
    }
    TarIndex index;
    try (InputStream plain = decompressed(channel)) {
      index = index(plain);
    }
    if (!Manifests.areIn(new ArchiveBlobs(channel, index))) {
      return fileSystem(name, channel, digest);
    }
    FileChannel spooled = spool(channel);
    try {
      OpenImage image = describe(new ArchiveBlobs(spooled, index));
      channel.close();
      return image;
    } catch (IOException | RuntimeException e) {
      spooled.close();
      throw e;
    }
  }

  /// An archive that is a root file system: its one layer.
  private OpenImage fileSystem(String name, FileChannel channel, Digest digest) throws IOException {
    var blobs = new ArchiveBlobs(channel, TarIndex.single(name, channel.size()));
    var layer = new Layer(name, digest, channel.size(), null);
    return new OpenImage(blobs, new Description(digest, List.of(layer), ImageConfig.NONE));
  }

  private OpenImage describe(Blobs blobs) throws IOException {
    return new OpenImage(blobs, new Manifests(blobs, host).read());
  }

  private TarIndex index(InputStream in) throws IOException {
    try {
      TarIndex index = TarIndex.scan(in, new Budget(limits));
      if (index.members() == 0) {
        throw new BadImageException("is an archive without members");
      }
      return index;
    } catch (MalformedTarException | EOFException | ZipException | ZstdIOException e) {
      throw new BadImageException(
          "is neither an image nor a root file system: " + e.getMessage(), e);
    }
  }

  private InputStream decompressed(FileChannel channel) throws IOException {
    return new BoundedStream(
        Compression.decompressed(ChannelStream.whole(channel)), new Budget(limits));
  }

  /// The file has no name from the start, so that it is gone with this process.
  private FileChannel spool(FileChannel channel) throws IOException {
    FileChannel spooled =
        FileChannel.open(
            scratch.resolve(SPOOLED + UUID.randomUUID()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream plain = decompressed(channel)) {
      plain.transferTo(Channels.newOutputStream(spooled));
      return spooled;
    } catch (IOException | RuntimeException e) {
      spooled.close();
      throw e;
    }
  }

  private static Digest digest(FileChannel channel) throws IOException {
    var measured = new MeasuredStream(ChannelStream.whole(channel), "sha256");
    measured.drain();
    return measured.digest();
  }
}
