package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.HeadTail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// One stream of a process that runs commands, cut at the frames that tell where the output of a
/// command begins and ends. What is not between the two is no output of it. Not thread-safe.
final class Frames {
  static final char EDGE = 036;
  static final String BEGUN = "begun";
  // Who knows the nonce could fill the memory.
  private static final int MAX_WORD = 64;
  private static final int MAX_WORDS = 64;

  private final Deque<String> words = new ArrayDeque<>();
  private byte[] mark = {(byte) EDGE};
  private HeadTail sink = new HeadTail(0);
  private boolean isOutput;
  // Come, and perhaps the beginning of a frame.
  private byte[] held = {};

  /// From now on frames are those with this nonce.
  ///
  /// @param output of the command to come, which is kept there
  void expect(String nonce, HeadTail output) {
    mark = (EDGE + nonce + " ").getBytes(StandardCharsets.US_ASCII);
    sink = output;
    isOutput = false;
    words.clear();
  }

  void accept(byte[] bytes) {
    int before = held.length;
    held = Arrays.copyOf(held, before + bytes.length);
    System.arraycopy(bytes, 0, held, before, bytes.length);
    boolean isCut = true;
    while (isCut) {
      isCut = cut();
    }
  }

  /// Gives out what comes before the first frame, and the frame's word.
  ///
  /// @return whether there may be another one
  private boolean cut() {
    int at = indexOf(mark);
    if (at < 0) {
      give(beginning());
      return false;
    }
    give(at);
    int end = mark.length;
    int longest = mark.length + MAX_WORD;
    while (end < held.length && held[end] != EDGE && end <= longest) {
      end++;
    }
    if (end > longest) {
      // No frame of the container's first process, nor of a shell's.
      give(mark.length);
      return true;
    }
    if (end == held.length) {
      return false;
    }
    String word = new String(held, mark.length, end - mark.length, StandardCharsets.US_ASCII);
    held = Arrays.copyOfRange(held, end + 1, held.length);
    if (words.size() < MAX_WORDS) {
      words.add(word);
    }
    isOutput = word.equals(BEGUN);
    return true;
  }

  private void give(int length) {
    if (isOutput) {
      sink.accept(held, length);
    }
    held = Arrays.copyOfRange(held, length, held.length);
  }

  /// Where a frame may begin whose end has not come.
  private int beginning() {
    for (int i = Math.max(0, held.length - mark.length + 1); i < held.length; i++) {
      if (Arrays.equals(held, i, held.length, mark, 0, held.length - i)) {
        return i;
      }
    }
    return held.length;
  }

  private int indexOf(byte[] part) {
    for (int i = 0; i <= held.length - part.length; i++) {
      if (held[i] == part[0] && Arrays.equals(held, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  boolean hasWord() {
    return !words.isEmpty();
  }

  /// The next frame's word.
  String word() {
    return words.remove();
  }
}
