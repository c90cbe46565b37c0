package dev.millrace.rollout.sandbox.seccomp;

import java.util.List;

/// When a call is refused, and what it returns then.
///
/// @param when all of these hold; with none, always
record Refusal(List<ArgumentCheck> when, Errno errno) {
  Refusal {
    when = List.copyOf(when);
  }

  static Refusal always(Errno errno) {
    return new Refusal(List.of(), errno);
  }

  static Refusal when(Errno errno, ArgumentCheck... all) {
    return new Refusal(List.of(all), errno);
  }

  List<Instruction> instructions() {
    List<Instruction> all = List.of(Instruction.fail(errno));
    for (ArgumentCheck check : when.reversed()) {
      all = check.before(all);
    }
    return all;
  }
}
