package dev.millrace.rollout.policy.protocol;

/// What a server says, as text that does nothing to a terminal. Any thread.
public final class Printable {
  private Printable() {}

  /// The same text with each control character written as its escape.
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isPrinted(point)) {
                plain.appendCodePoint(point);
              } else {
                plain.append("\\u%04x".formatted(point));
              }
            });
    return plain.toString();
  }

  /// Formats, such as those that turn the direction of writing, are commands too.
  private static boolean isPrinted(int point) {
    return !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT;
  }
}
