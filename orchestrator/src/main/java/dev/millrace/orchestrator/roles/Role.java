package dev.millrace.orchestrator.roles;

/// One stage of a run: a loop over topics. Knows its topics, not its neighbours.
public interface Role {
  /// The role's name, as on the command line.
  String name();

  /// Works until the run is stored. Blocks.
  ///
  /// @throws InterruptedException when it is told to stop; what it had not finished is taken up
  ///     again by whoever comes next
  void run() throws InterruptedException;
}
