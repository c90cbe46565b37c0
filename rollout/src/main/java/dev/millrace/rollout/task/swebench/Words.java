package dev.millrace.rollout.task.swebench;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words of shell commands.
final class Words {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private Words() {}

  /// Quoted only where it has to be.
  static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  static String of(Collection<String> words) {
    return words.stream().map(Words::of).collect(Collectors.joining(" "));
  }
}
