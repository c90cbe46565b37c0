package dev.millrace.rewards.integrity.trace;

/// Where a command's input comes from or its output goes.
///
/// @param operator as written without a descriptor: `>`, `>>`, `>|`, `&>`, `&>>`, `<`
/// @param target a path, quotes removed
public record Redirect(String operator, String target) {
  public boolean isOutput() {
    return operator.contains(">");
  }
}
