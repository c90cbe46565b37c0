package dev.millrace.rollout.sandbox.namespace;

/// Which program puts a command into its namespaces.
public enum Mechanism {
  BUBBLEWRAP("bubblewrap"),
  UNSHARE("unshare"),
  /// A launcher of our own, which needs no program of the machine's.
  DIRECT("direct");

  private final String program;

  Mechanism(String program) {
    this.program = program;
  }

  /// Its name, as people know it.
  String program() {
    return program;
  }
}
