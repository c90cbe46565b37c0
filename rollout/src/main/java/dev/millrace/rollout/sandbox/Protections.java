package dev.millrace.rollout.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/// What keeps a provider's sandboxes apart from the host and from each other, as this machine
/// allows. Its text, one line, is stored with every episode.
///
/// @param mechanism what makes the sandboxes, e.g. `bubblewrap`
/// @param all each protection once, in the order in which a person should read them
public record Protections(String mechanism, List<Protection> all) {
  public Protections {
    all = List.copyOf(all);
  }

  /// One of them.
  ///
  /// @param name e.g. `memory`
  /// @param strength whether it holds
  /// @param how it is held to, or why it is not, e.g. `cgroup v1`
  /// @param howToGet what a person does to have it, or to have it in full; empty where it holds
  public record Protection(String name, Strength strength, String how, String howToGet) {}

  /// Whether a protection holds.
  public enum Strength {
    /// The kernel enforces it for all that a sandbox runs.
    FULL,
    /// It is enforced in part: for each process, or after the fact.
    WEAK,
    NONE
  }

  /// `MECHANISM (NAME: HOW; ...; no NAME)`.
  @Override
  public String toString() {
    return all.stream()
        .map(
            one ->
                switch (one.strength()) {
                  case FULL -> one.name() + ": " + one.how();
                  case WEAK -> "weak " + one.name() + ": " + one.how();
                  case NONE -> "no " + one.name();
                })
        .collect(Collectors.joining("; ", mechanism + " (", ")"));
  }
}
