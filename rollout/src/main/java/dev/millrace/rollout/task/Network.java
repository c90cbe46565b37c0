package dev.millrace.rollout.task;

import java.util.List;

/// Which way a task asks for into the network.
public sealed interface Network {
  /// It says nothing, or wants all of it: what the run gives to such tasks, if anything.
  record Unsaid() implements Network {}

  /// None at all.
  record None() implements Network {}

  /// To these hosts only; to none where there are none. Private addresses are not among them,
  /// whatever is listed: tasks are written by strangers.
  ///
  /// @param allowed names, `*.SUFFIX`, addresses and blocks of addresses, each with a port behind a
  ///     colon or without
  record Hosts(List<String> allowed) implements Network {
    public Hosts {
      allowed = List.copyOf(allowed);
    }
  }

  /// To the hosts that whoever runs the task has listed; private addresses where they are listed.
  ///
  /// @param allowed as for [Hosts]
  record Given(List<String> allowed) implements Network {
    public Given {
      allowed = List.copyOf(allowed);
    }
  }

  /// The hosts that sandboxes are let out to.
  default List<String> hosts() {
    return switch (this) {
      case Unsaid _, None _ -> List.of();
      case Hosts(List<String> allowed) -> allowed;
      case Given(List<String> allowed) -> allowed;
    };
  }
}
