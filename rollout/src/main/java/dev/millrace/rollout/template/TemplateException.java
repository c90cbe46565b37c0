package dev.millrace.rollout.template;

import java.io.Serial;

/// A template that cannot be read, or cannot be rendered with the given variables. The message says
/// where in the template and what to change; it holds no values of variables.
public final class TemplateException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TemplateException(Position at, String problem) {
    super("template line " + at.line() + ", column " + at.column() + ": " + problem);
    this.line = at.line();
    this.column = at.column();
  }

  /// The line in the template, from 1.
  public int line() {
    return line;
  }

  /// The column in the line, from 1.
  public int column() {
    return column;
  }
}
