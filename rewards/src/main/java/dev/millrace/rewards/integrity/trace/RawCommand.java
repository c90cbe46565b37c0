package dev.millrace.rewards.integrity.trace;

import java.util.ArrayList;
import java.util.List;

/// A command as it is read. Filled by one thread.
final class RawCommand {
  final List<String> words = new ArrayList<>();
  final List<Redirect> redirects = new ArrayList<>();
  String stdin = "";
  boolean isPiped;

  boolean isEmpty() {
    return words.isEmpty() && redirects.isEmpty();
  }
}
