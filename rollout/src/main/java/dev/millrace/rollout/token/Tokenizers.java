package dev.millrace.rollout.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where tokenizers come from. A tokenizer stays loaded for the life of the process.
public final class Tokenizers {
  private Tokenizers() {}

  /// Our own byte-level BPE of 4096 entries; any text survives it.
  public static Tokenizer bundled() {
    return Holder.BUNDLED;
  }

  /// Loads a `tokenizer.json` in Hugging Face's form.
  ///
  /// @throws UncheckedIOException when it cannot be read
  /// @throws IllegalArgumentException when it is no tokenizer
  public static Tokenizer load(Path tokenizerJson) {
    try {
      return DjlTokenizer.of(Files.readAllBytes(tokenizerJson), tokenizerJson.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokenizer " + tokenizerJson, e);
    }
  }

  private static final class Holder {
    static final Tokenizer BUNDLED =
        DjlTokenizer.of(Bundled.read("tokenizer.json"), "the bundled model");
  }
}
