package dev.millrace.rollout.token;

/// Text to ids and back. Any thread may use it.
public interface Tokenizer {
  /// The ids of a text; special tokens written in it become their single ids, and nothing is added.
  int[] encode(String text);

  /// The text of ids, special tokens included.
  String decode(int[] ids);

  /// How many ids have a text, those of added tokens included.
  int size();

  /// Whether an id has a text. The vocabulary of a model may be larger than that of its tokenizer.
  boolean knows(int id);

  /// SHA-256 (hex) of the `tokenizer.json` it was made from.
  String digest();
}
