package dev.millrace.rollout.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A command to run in a sandbox.
///
/// @param argv the program and its arguments
/// @param variables beside the sandbox's own; the host's environment is never passed on
/// @param stdin what it reads; empty means end of file at once
/// @param limits what it may use
/// @param streams whether stderr is kept apart
public record Command(
    List<String> argv,
    Map<String, String> variables,
    byte[] stdin,
    Limits limits,
    Streams streams) {
  private static final byte[] NOTHING = {};

  public Command {
    argv = List.copyOf(argv);
    variables = Map.copyOf(variables);
    stdin = stdin.clone();
  }

  /// A script for `bash -c`, stderr merged into stdout as on a terminal.
  public static Command bash(String script, Limits limits) {
    return new Command(List.of("bash", "-c", script), Map.of(), NOTHING, limits, Streams.MERGED);
  }

  public static Command of(List<String> argv, Limits limits) {
    return new Command(argv, Map.of(), NOTHING, limits, Streams.SEPARATE);
  }

  public Command withStdin(byte[] input) {
    return new Command(argv, variables, input, limits, streams);
  }

  public Command withVariables(Map<String, String> more) {
    return new Command(argv, more, stdin, limits, streams);
  }

  @Override
  public byte[] stdin() {
    return stdin.clone();
  }

  /// What a command may use.
  ///
  /// @param time after which it is killed with everything it started
  /// @param memoryBytes of address space or of its cgroup, as the provider can
  /// @param outputBytes kept of each stream; of more, the head and the tail are kept with a line
  ///     between them that says how much was cut
  public record Limits(Duration time, long memoryBytes, int outputBytes) {}

  /// What becomes of stderr.
  public enum Streams {
    MERGED,
    SEPARATE
  }
}
