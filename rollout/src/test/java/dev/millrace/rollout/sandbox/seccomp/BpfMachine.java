package dev.millrace.rollout.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Runs classic BPF as the kernel does for seccomp, from the bytes alone. A program that the kernel
/// would not take is refused here as well.
final class BpfMachine {
  private static final int MAX_INSTRUCTIONS = 4096;

  private final ByteBuffer program;
  private final int size;

  BpfMachine(byte[] bytes) {
    program = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    size = bytes.length / 8;
    check(bytes.length % 8 == 0 && size > 0 && size <= MAX_INSTRUCTIONS, "length", bytes.length);
    for (int at = 0; at < size; at++) {
      boolean isReturn = code(at) == 0x06;
      check(isReturn || at + 1 < size, "the end is reached at", at);
      boolean isJump = (code(at) & 7) == 5;
      check(!isJump || at + 1 + Math.max(whenTrue(at), whenFalse(at)) < size, "jump at", at);
    }
  }

  /// One call: its number, architecture and arguments, as `struct seccomp_data`.
  record Call(int architecture, int number, long... arguments) {}

  /// What the filter returns for the call.
  int run(Call call) {
    return end(call).returned();
  }

  /// @param steps how many instructions were run
  record End(int returned, int steps) {}

  End end(Call call) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(0, call.number()).putInt(4, call.architecture());
    for (int i = 0; i < call.arguments().length; i++) {
      data.putLong(16 + 8 * i, call.arguments()[i]);
    }
    int accumulator = 0;
    int steps = 0;
    for (int at = 0; ; at++) {
      steps++;
      int operand = program.getInt(at * 8 + 4);
      switch (code(at)) {
        case 0x20 -> accumulator = data.getInt(operand);
        case 0x54 -> accumulator &= operand;
        case 0x15 -> at += accumulator == operand ? whenTrue(at) : whenFalse(at);
        case 0x25 ->
            at += Integer.compareUnsigned(accumulator, operand) > 0 ? whenTrue(at) : whenFalse(at);
        case 0x45 -> at += (accumulator & operand) != 0 ? whenTrue(at) : whenFalse(at);
        case 0x06 -> {
          return new End(operand, steps);
        }
        default -> throw new AssertionError("no instruction: " + code(at) + " at " + at);
      }
    }
  }

  private int code(int at) {
    return program.getShort(at * 8);
  }

  private int whenTrue(int at) {
    return program.get(at * 8 + 2) & 0xFF;
  }

  private int whenFalse(int at) {
    return program.get(at * 8 + 3) & 0xFF;
  }

  private static void check(boolean holds, String what, int value) {
    if (!holds) {
      throw new AssertionError("the kernel would not take this program: " + what + " " + value);
    }
  }
}
