package dev.millrace.rollout.sandbox.seccomp;

import java.nio.ByteBuffer;

/// One instruction of classic BPF, `struct sock_filter` of the kernel's `filter.h`.
///
/// @param code what to do
/// @param whenTrue instructions to skip after a comparison that holds, 0 to 255
/// @param whenFalse likewise after one that does not
/// @param operand a constant, or an offset into `struct seccomp_data`
record Instruction(int code, int whenTrue, int whenFalse, int operand) {
  static final int BYTES = 8;
  static final int MAX_SKIP = 255;

  // Codes from linux/bpf_common.h: class, size and mode, or operation and source, added up.
  static final int LOAD = 0x20;
  static final int AND = 0x54;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_ABOVE = 0x25;
  static final int JUMP_IF_ANY_BIT = 0x45;
  static final int RETURN = 0x06;

  // Returned values, from linux/seccomp.h.
  static final int ALLOW = 0x7FFF_0000;
  static final int KILL_PROCESS = 0x8000_0000;
  static final int FAIL = 0x0005_0000;

  // Offsets in struct seccomp_data: call number, architecture, instruction pointer, arguments.
  private static final int NUMBER_AT = 0;
  private static final int ARCHITECTURE_AT = 4;
  private static final int ARGUMENTS_AT = 16;

  Instruction {
    if (whenTrue < 0 || whenTrue > MAX_SKIP || whenFalse < 0 || whenFalse > MAX_SKIP) {
      throw new IllegalArgumentException(
          "a jump skips 0 to " + MAX_SKIP + " instructions, not " + whenTrue + "/" + whenFalse);
    }
  }

  static Instruction loadNumber() {
    return new Instruction(LOAD, 0, 0, NUMBER_AT);
  }

  static Instruction loadArchitecture() {
    return new Instruction(LOAD, 0, 0, ARCHITECTURE_AT);
  }

  /// The lower 32 bits of an argument. The arguments that are looked at are C ints: the kernel
  /// ignores their upper bits, and a filter that does not can be deceived by setting them.
  static Instruction loadArgument(int index) {
    return new Instruction(LOAD, 0, 0, ARGUMENTS_AT + index * Long.BYTES);
  }

  static Instruction and(int mask) {
    return new Instruction(AND, 0, 0, mask);
  }

  static Instruction jump(int code, int operand, int whenTrue, int whenFalse) {
    return new Instruction(code, whenTrue, whenFalse, operand);
  }

  static Instruction give(int value) {
    return new Instruction(RETURN, 0, 0, value);
  }

  static Instruction fail(Errno errno) {
    return give(FAIL | errno.number());
  }

  void putInto(ByteBuffer buffer) {
    buffer.putShort((short) code);
    buffer.put((byte) whenTrue);
    buffer.put((byte) whenFalse);
    buffer.putInt(operand);
  }
}
