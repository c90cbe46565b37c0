package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.sandbox.network.DecisionListener;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a sandbox gets beside its environment: host directories that it can read but never change,
/// and a loopback interface. None of it is part of a capture.
///
/// @param directories in the order they are mounted
/// @param scratch empty directories of each command, for what is no part of the work
/// @param loopback whether programs in one command reach each other at 127.0.0.1; there is no other
///     network all the same
/// @param decisions who hears what was decided about the network, where the environment has one
public record Attachments(
    List<ReadOnly> directories,
    List<Scratch> scratch,
    boolean loopback,
    DecisionListener decisions) {
  private static final List<String> TAKEN = List.of("/usr", "/proc", "/dev", "/sys");

  public static final Attachments NONE = new Attachments(List.of(), List.of(), false);

  public Attachments(List<ReadOnly> directories, List<Scratch> scratch, boolean loopback) {
    this(directories, scratch, loopback, DecisionListener.NONE);
  }

  public Attachments {
    directories = List.copyOf(directories);
    scratch = List.copyOf(scratch);
  }

  public Attachments with(DecisionListener other) {
    return new Attachments(directories, scratch, loopback, other);
  }

  /// Whether nothing is attached; a listener is nothing.
  public boolean isEmpty() {
    return directories.isEmpty() && scratch.isEmpty() && !loopback;
  }

  /// A directory of the host.
  ///
  /// @param host where it is, absolute
  /// @param target where it appears: absolute, plain, and outside of `/usr`, `/proc`,
  ///     `/dev` and `/sys`
  public record ReadOnly(Path host, String target) {
    /// @throws FailureException with `Failure.Sandbox` when the target is none
    public ReadOnly {
      check(host.toString(), target);
    }

    /// The directory on the host with its links resolved.
    ///
    /// @throws FailureException with `Failure.Sandbox` when there is none
    public Path real() {
      try {
        Path real = host.toRealPath();
        if (Files.isDirectory(real)) {
          return real;
        }
      } catch (IOException e) {
        throw new FailureException(
            new Failure.Sandbox("cannot attach " + host + " at " + target + ": " + e), e);
      }
      throw failure(host.toString(), target, "it is not a directory");
    }
  }

  /// A directory in memory, empty whenever a command starts and gone when it ends.
  ///
  /// @param target where it appears, as for [ReadOnly]
  /// @param bytes it holds at most
  public record Scratch(String target, long bytes) {
    /// @throws FailureException with `Failure.Sandbox` when the target is none
    public Scratch {
      check("an empty directory", target);
    }
  }

  private static void check(String what, String target) {
    Path path = Path.of(target);
    boolean isPlain = path.isAbsolute() && path.normalize().toString().equals(target);
    if (!isPlain || path.getNameCount() == 0 || TAKEN.stream().anyMatch(path::startsWith)) {
      throw failure(what, target, "use an absolute path that is not in " + TAKEN);
    }
  }

  private static FailureException failure(String what, String target, String why) {
    return new FailureException(
        new Failure.Sandbox("cannot attach " + what + " at " + target + ": " + why));
  }
}
