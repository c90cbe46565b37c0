package dev.millrace.rollout.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The files of the bundled tokenizer.
final class Bundled {
  private Bundled() {}

  static byte[] read(String name) {
    try (InputStream in = Bundled.class.getResourceAsStream("bundled/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " of the bundled tokenizer is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the bundled tokenizer", e);
    }
  }
}
