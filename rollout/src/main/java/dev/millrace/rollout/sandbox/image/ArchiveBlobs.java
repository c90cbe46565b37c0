package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/// Parts of an archive, read where they lie.
record ArchiveBlobs(FileChannel channel, TarIndex index) implements Blobs {
  @Override
  public boolean has(String name) {
    return index.find(name) != null;
  }

  @Override
  public InputStream open(String name) throws IOException {
    TarIndex.Span span = index.find(name);
    if (span == null) {
      throw new BadImageException("has no file " + name);
    }
    return new ChannelStream(channel, span.from(), span.length());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
