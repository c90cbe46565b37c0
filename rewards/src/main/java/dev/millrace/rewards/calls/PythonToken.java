package dev.millrace.rewards.calls;

/// A piece of a Python expression.
sealed interface PythonToken {
  record Name(String name) implements PythonToken {}

  /// A number or a string.
  record Literal(Value value) implements PythonToken {}

  /// An operator or a bracket: `**` and `//` are one.
  record Operator(String text) implements PythonToken {}

  record End() implements PythonToken {}
}
