package dev.millrace.rollout.sandbox.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Blobs that do something once half of a large one is read.
record PausingBlobs(Blobs blobs, Pause pause) implements Blobs {
  static final int HALF = 1 << 20;

  interface Pause {
    void run() throws IOException;
  }

  @Override
  public boolean has(String name) {
    return blobs.has(name);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return new FilterInputStream(blobs.open(name)) {
      private long read;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        boolean wasBefore = read < HALF;
        read += Math.max(0, count);
        if (wasBefore && read >= HALF) {
          pause.run();
        }
        return count;
      }
    };
  }

  @Override
  public void close() throws IOException {
    blobs.close();
  }
}
