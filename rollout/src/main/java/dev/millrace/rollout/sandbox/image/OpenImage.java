package dev.millrace.rollout.sandbox.image;

import java.io.Closeable;
import java.io.IOException;

/// An image whose description is read, and whose layers can be.
record OpenImage(Blobs blobs, Description description) implements Closeable {
  @Override
  public void close() throws IOException {
    blobs.close();
  }
}
