package dev.millrace.rollout.token;

import java.util.Arrays;

/// Ids to text while they come. What it gives, joined, is what [Tokenizer#decode] makes of all ids;
/// half a character is held back until its rest is there. Each id is decoded a few times at most.
/// For one thread.
public final class StreamDecoder {
  private static final char REPLACEMENT = '\uFFFD';

  /// A character has four bytes at most: before its last one came, it can stand as three of these.
  private static final int MOST_HELD = 3;

  /// So many ids that are no text are decoded again for each further one, not more.
  private static final int MOST_KEPT = 64;

  /// Enough to find the begin of a character.
  private static final int CONTEXT = 8;

  private final Tokenizer tokenizer;
  // The ids of the last piece that was given whole, for context, and those after it.
  private int[] window = {};
  private int contextIds;
  private int shownChars;

  public StreamDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// @return the text that is certain now and was not given before; may be empty
  public String accept(int... ids) {
    if (ids.length == 0) {
      return "";
    }
    int known = window.length;
    window = Arrays.copyOf(window, known + ids.length);
    System.arraycopy(ids, 0, window, known, ids.length);
    String text = tokenizer.decode(window);
    int certain = text.length();
    int least = Math.max(0, certain - MOST_HELD);
    while (certain > least && text.charAt(certain - 1) == REPLACEMENT) {
      certain--;
    }
    String more = text.substring(Math.min(shownChars, certain), certain);
    shownChars = Math.max(shownChars, certain);
    if (certain == text.length()) {
      window = Arrays.copyOfRange(window, contextIds, window.length);
      contextIds = window.length;
      // A tokenizer may decode the same ids otherwise at the beginning.
      shownChars = tokenizer.decode(window).length();
    } else if (window.length > MOST_KEPT) {
      int held = text.length() - certain;
      window = Arrays.copyOfRange(window, window.length - CONTEXT, window.length);
      contextIds = 0;
      shownChars = tokenizer.decode(window).length() - held;
    }
    return more;
  }

  /// No more ids come.
  ///
  /// @return what was held back
  public String end() {
    String rest = tokenizer.decode(window).substring(shownChars);
    window = new int[0];
    contextIds = 0;
    shownChars = 0;
    return rest;
  }
}
