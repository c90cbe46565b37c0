package dev.millrace.rollout.sandbox.seccomp;

import java.util.ArrayList;
import java.util.List;

/// What is asked of the lower 32 bits of a call's argument.
sealed interface ArgumentCheck {
  /// From 0.
  int index();

  /// Whether the bits under the mask have exactly this value.
  record Masked(int index, int mask, int value) implements ArgumentCheck {}

  /// Whether one of the bits is set.
  record AnyBit(int index, int bits) implements ArgumentCheck {}

  /// Whether the argument is another value.
  record Differs(int index, int value) implements ArgumentCheck {}

  static ArgumentCheck equal(int index, int value) {
    return new Masked(index, ~0, value);
  }

  /// Puts this check before what follows it when it holds.
  ///
  /// @param body skipped as a whole when the check does not hold
  default List<Instruction> before(List<Instruction> body) {
    List<Instruction> all = new ArrayList<>();
    all.add(Instruction.loadArgument(index()));
    int skip = body.size();
    switch (this) {
      case Masked(int _, int mask, int value) -> {
        if (mask != ~0) {
          all.add(Instruction.and(mask));
        }
        all.add(Instruction.jump(Instruction.JUMP_IF_EQUAL, value, 0, skip));
      }
      case AnyBit(int _, int bits) ->
          all.add(Instruction.jump(Instruction.JUMP_IF_ANY_BIT, bits, 0, skip));
      case Differs(int _, int value) ->
          all.add(Instruction.jump(Instruction.JUMP_IF_EQUAL, value, skip, 0));
    }
    all.addAll(body);
    return all;
  }
}
