package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A part of a file. Several may read one channel; closing one leaves the channel open.
final class ChannelStream extends InputStream {
  private final FileChannel channel;
  private final long end;
  private long at;

  ChannelStream(FileChannel channel, long from, long length) {
    this.channel = channel;
    this.at = from;
    this.end = from + length;
  }

  static ChannelStream whole(FileChannel channel) throws IOException {
    return new ChannelStream(channel, 0, channel.size());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int wanted = (int) Math.min(count, end - at);
    int read = wanted <= 0 ? -1 : channel.read(ByteBuffer.wrap(buffer, offset, wanted), at);
    at += Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.clamp(count, 0, end - at);
    at += skipped;
    return skipped;
  }

  /// Decompressors ask this to find out whether another part follows.
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - at);
  }
}
