package dev.millrace.rollout.task.swebench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whose rows they are.
public enum RowFormat {
  /// A row with `eval_script` is of version 5, any other of version 4.
  SWE_BENCH,
  SWE_GYM,
  SWE_SMITH,
  R2E_GYM,
  SWE_REBENCH,
  MULTI_SWE;

  /// As it is written on the command line, and the family of its tasks.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<RowFormat> labelled(String label) {
    return Stream.of(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  /// Every label, for messages.
  public static String labels() {
    return Stream.of(values()).map(RowFormat::label).collect(Collectors.joining(", "));
  }
}
