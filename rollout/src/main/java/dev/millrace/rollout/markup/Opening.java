package dev.millrace.rollout.markup;

import org.jspecify.annotations.Nullable;

/// The begin of a turn: reasoning, or text at once.
final class Opening implements Part {
  private final String open;
  private final String close;
  private final Part text;
  private int spaces;

  Opening(String open, String close, Part text) {
    this.open = open;
    this.close = close;
    this.text = text;
  }

  /// @param promptTail the end of the prompt: it may have opened the reasoning
  static Part of(String open, String close, Part text, String promptTail) {
    String prompt = promptTail.stripTrailing();
    return prompt.endsWith(open)
        ? new Thought(close, text, prompt.length() == promptTail.length())
        : new Opening(open, close, text);
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    spaces = in.afterSpaces(spaces);
    if (spaces == in.length() && !in.isOver()) {
      return null;
    }
    return switch (in.match(open, spaces)) {
      case YES -> {
        in.skip(spaces + open.length());
        out.reasoning("");
        yield new Thought(close, text, true);
      }
      case NO -> text;
      case MAYBE -> null;
    };
  }
}
