package dev.millrace.rollout.sandbox.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// The files that an image is stored in: of a directory, or of an archive that stands for one.
interface Blobs extends Closeable {
  boolean has(String name);

  /// @throws BadImageException when there is no such file
  InputStream open(String name) throws IOException;
}
