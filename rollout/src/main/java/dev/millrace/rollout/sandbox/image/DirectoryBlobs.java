package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// An image layout in a directory. Links are followed there: the names asked for are ours, and
/// build tools keep layouts of links.
record DirectoryBlobs(Path directory) implements Blobs {
  @Override
  public boolean has(String name) {
    return Files.isRegularFile(directory.resolve(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    if (!has(name)) {
      throw new BadImageException("has no file " + name);
    }
    return Files.newInputStream(directory.resolve(name));
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
