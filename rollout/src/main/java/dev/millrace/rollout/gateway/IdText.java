package dev.millrace.rollout.gateway;

import dev.millrace.rollout.token.Tokenizer;
import java.util.Arrays;

/// Turns ids into text while they come, holding back the bytes of characters that are not whole.
/// Decodes a short window again for each piece, so that the text of a piece depends on what stands
/// before it, as tokenizers have it, and the work stays linear. For one thread.
final class IdText {
  /// No character is spread over more ids than that; what is still broken then is no character.
  private static final int MOST_HELD = 16;

  private static final String BROKEN = "\uFFFD";
  private static final int CONTEXT = 8;

  private final Tokenizer tokenizer;
  private int[] context = new int[0];
  private int[] held = new int[0];

  IdText(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The text that is certain with these ids; may be empty.
  String accept(int[] ids) {
    held = joined(held, ids);
    String before = tokenizer.decode(context);
    String all = tokenizer.decode(joined(context, held));
    if (all.endsWith(BROKEN) && held.length < MOST_HELD) {
      return "";
    }
    return release(all, before);
  }

  private String release(String all, String before) {
    int[] released = held;
    context = Arrays.copyOfRange(held, Math.max(0, held.length - CONTEXT), held.length);
    held = new int[0];
    return all.startsWith(before) ? all.substring(before.length()) : tokenizer.decode(released);
  }

  /// What was held back.
  String end() {
    if (held.length == 0) {
      return "";
    }
    String before = tokenizer.decode(context);
    return release(tokenizer.decode(joined(context, held)), before);
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
