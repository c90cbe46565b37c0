package dev.millrace.rollout.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A filter of kernel calls for programs that are not trusted: a program of classic BPF as the
/// kernel's `seccomp(2)` and the option `--seccomp FD` of bubblewrap take it. It is inherited and
/// cannot be taken off.
///
/// Everything is allowed but a list of calls that reach other processes, namespaces, mounts, keys,
/// the kernel or the host's clock; they fail with `EPERM`, or as in a kernel without them where
/// programs know what to do then. A call of another architecture (i386 on x86-64) kills the
/// process. A call that is newer than the list, or of the x32 numbering, fails with `ENOSYS`.
/// Debuggers do not work under it, nor do sandboxes within the sandbox.
public final class SeccompFilter {
  /// The newest call that was considered: `file_setattr` of Linux 6.17. The numbers of x32 and its
  /// aliases (from 512 on) are above it as well.
  static final int NEWEST = 469;

  // Up to so many are compared with one after another.
  private static final int FEW = 2;

  private final List<Instruction> program;

  private SeccompFilter(List<Instruction> program) {
    this.program = program;
  }

  public static SeccompFilter of(Architecture architecture) {
    List<Instruction> program = new ArrayList<>();
    program.add(Instruction.loadArchitecture());
    program.add(Instruction.jump(Instruction.JUMP_IF_EQUAL, architecture.auditCode(), 1, 0));
    program.add(Instruction.give(Instruction.KILL_PROCESS));
    program.add(Instruction.loadNumber());
    program.add(Instruction.jump(Instruction.JUMP_IF_ABOVE, NEWEST, 0, 1));
    program.add(Instruction.fail(Errno.ENOSYS));
    program.addAll(lookUp(Listed.of(architecture)));
    return new SeccompFilter(program);
  }

  /// A call of the list, by its number.
  private record Listed(int number, Syscall call) {
    /// In the order of their numbers.
    static List<Listed> of(Architecture architecture) {
      return Stream.of(Syscall.values())
          .flatMap(
              call ->
                  call.number(architecture).stream().mapToObj(number -> new Listed(number, call)))
          .sorted(Comparator.comparingInt(Listed::number))
          .toList();
    }
  }

  /// Halves the list until few calls are left. Whenever a filter is put on, the kernel runs it for
  /// every number there is, to know which calls it need not be asked about: one after another, the
  /// comparisons took a good part of the start of a command.
  private static List<Instruction> lookUp(List<Listed> calls) {
    if (calls.size() <= FEW) {
      return oneAfterAnother(calls);
    }
    int middle = calls.size() / 2;
    List<Instruction> lower = lookUp(calls.subList(0, middle));
    int last = calls.get(middle - 1).number();
    List<Instruction> all = new ArrayList<>();
    all.add(Instruction.jump(Instruction.JUMP_IF_ABOVE, last, lower.size(), 0));
    all.addAll(lower);
    all.addAll(lookUp(calls.subList(middle, calls.size())));
    return all;
  }

  private static List<Instruction> oneAfterAnother(List<Listed> calls) {
    List<Instruction> all = new ArrayList<>();
    for (Listed listed : calls) {
      List<Instruction> body = body(Refusals.of(listed.call()));
      all.add(Instruction.jump(Instruction.JUMP_IF_EQUAL, listed.number(), 0, body.size()));
      all.addAll(body);
    }
    all.add(Instruction.give(Instruction.ALLOW));
    return all;
  }

  /// What is done about one call; always ends in a return.
  private static List<Instruction> body(List<Refusal> refusals) {
    List<Instruction> body = new ArrayList<>();
    for (Refusal refusal : refusals) {
      body.addAll(refusal.instructions());
    }
    if (refusals.stream().noneMatch(refusal -> refusal.when().isEmpty())) {
      body.add(Instruction.give(Instruction.ALLOW));
    }
    return body;
  }

  /// The program: an array of `struct sock_filter`, 8 bytes each, little-endian.
  public byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * Instruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    program.forEach(instruction -> instruction.putInto(bytes));
    return bytes.array();
  }

  /// The names of the calls that are refused, wholly or for some arguments, as the kernel spells
  /// them.
  public static List<String> refused(Architecture architecture) {
    List<String> names = new ArrayList<>();
    for (Syscall call : Syscall.values()) {
      if (call.number(architecture).isPresent()) {
        names.add(call.kernelName());
      }
    }
    return names;
  }
}
