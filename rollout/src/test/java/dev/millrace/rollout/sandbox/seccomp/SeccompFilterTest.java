package dev.millrace.rollout.sandbox.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SeccompFilterTest {
  private static final int ALLOWED = 0x7FFF_0000;
  private static final int KILLED = 0x8000_0000;
  private static final int EPERM = 0x0005_0001;
  private static final int ENOSYS = 0x0005_0026;
  private static final int NO_FAMILY = 0x0005_0061;
  private static final int NO_PROTOCOL = 0x0005_005D;
  private static final int I386 = 0x4000_0003;
  private static final int ARM = 0x4000_0028;

  /// Refused for some arguments only, or with an error of its own.
  private static final Set<String> BY_ARGUMENT =
      Set.of("clone", "clone3", "socket", "socketpair", "ioctl", "personality", "mknod", "mknodat");

  private static int run(Architecture architecture, int number, long... arguments) {
    var call = new BpfMachine.Call(architecture.auditCode(), number, arguments);
    return new BpfMachine(SeccompFilter.of(architecture).bytes()).run(call);
  }

  private static int run(Architecture architecture, Syscall call, long... arguments) {
    return run(architecture, call.number(architecture).orElseThrow(), arguments);
  }

  @ParameterizedTest
  @EnumSource
  void everyCallOfTheListIsRefused(Architecture architecture) {
    for (Syscall call : Syscall.values()) {
      if (call.number(architecture).isPresent() && !BY_ARGUMENT.contains(call.kernelName())) {
        assertEquals(EPERM, run(architecture, call), call.kernelName());
        assertEquals(EPERM, run(architecture, call, -1, -1, -1, -1, -1, -1), call.kernelName());
      }
    }
    assertEquals(ENOSYS, run(architecture, Syscall.CLONE3, 1, 88));
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreThoseOfTheKernelsHeaders(Architecture architecture) throws IOException {
    Map<String, Integer> numbers = KernelHeaders.of(architecture);
    Set<Integer> seen = new HashSet<>();
    for (Syscall call : Syscall.values()) {
      call.number(architecture).ifPresent(number -> assertTrue(seen.add(number), call.name()));
      Integer expected = numbers.get(call.kernelName());
      // The headers may be older than the call.
      if (expected != null || call.number(architecture).orElse(0) < 440) {
        assertEquals(
            Optional.ofNullable(expected),
            call.number(architecture).stream().boxed().findFirst(),
            call.kernelName());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allOtherCallsOfTheHeadersAreAllowed(Architecture architecture) throws IOException {
    List<String> refused = SeccompFilter.refused(architecture);
    int allowed = 0;
    for (Map.Entry<String, Integer> call : KernelHeaders.of(architecture).entrySet()) {
      // Two names of the generic table are bounds of ranges, not calls.
      if (!refused.contains(call.getKey())
          && !call.getKey().equals("syscalls")
          && !call.getKey().equals("arch_specific_syscall")) {
        assertEquals(
            ALLOWED, run(architecture, call.getValue(), -1, -1, -1, -1, -1, -1), call.getKey());
        allowed++;
      }
    }
    assertTrue(allowed > 200, "only " + allowed + " calls were looked at");
  }

  @Test
  void ordinaryWorkIsAllowed() {
    // read, write, openat, mmap, clone for fork and for threads, execve, wait4, futex, getrandom,
    // memfd_create, inotify_init1, epoll_create1, prctl, seccomp, landlock_create_ruleset
    for (int number : new int[] {0, 1, 257, 9, 59, 61, 202, 318, 319, 294, 291, 157, 317, 444}) {
      assertEquals(ALLOWED, run(Architecture.X86_64, number), "call " + number);
    }
  }

  static Stream<Arguments> argumentCases() {
    long upper = 0xABCD_0000_0000_0000L;
    return Stream.of(
        // SIGCHLD; then a thread's flags; then vfork's.
        Arguments.of(Syscall.CLONE, ALLOWED, new long[] {17}),
        Arguments.of(Syscall.CLONE, ALLOWED, new long[] {0x3D0F00}),
        Arguments.of(Syscall.CLONE, ALLOWED, new long[] {0x4100 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x0002_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x0200_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x0400_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x0800_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {upper | 0x1000_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x2000_0000 | 17}),
        Arguments.of(Syscall.CLONE, EPERM, new long[] {0x4000_0000 | 17}),
        Arguments.of(Syscall.SOCKET, ALLOWED, new long[] {1, 1, 0}),
        Arguments.of(Syscall.SOCKET, ALLOWED, new long[] {2, 1, 6}),
        Arguments.of(Syscall.SOCKET, ALLOWED, new long[] {10, 0x80002, 17}),
        Arguments.of(Syscall.SOCKET, ALLOWED, new long[] {16, 3, 0}),
        Arguments.of(Syscall.SOCKET, NO_PROTOCOL, new long[] {16, 3, 12}),
        Arguments.of(Syscall.SOCKET, NO_PROTOCOL, new long[] {16, 3, 15}),
        Arguments.of(Syscall.SOCKET, NO_FAMILY, new long[] {40, 1, 0}),
        Arguments.of(Syscall.SOCKET, NO_FAMILY, new long[] {upper | 38, 5, 0}),
        Arguments.of(Syscall.SOCKET, NO_FAMILY, new long[] {17, 3, 0}),
        Arguments.of(Syscall.SOCKET, NO_FAMILY, new long[] {0, 0, 0}),
        Arguments.of(Syscall.SOCKETPAIR, ALLOWED, new long[] {1, 1, 0}),
        Arguments.of(Syscall.SOCKETPAIR, NO_FAMILY, new long[] {30, 1, 0}),
        Arguments.of(Syscall.IOCTL, ALLOWED, new long[] {0, 0x5401}),
        Arguments.of(Syscall.IOCTL, ALLOWED, new long[] {0x5412, 0x5413}),
        Arguments.of(Syscall.IOCTL, EPERM, new long[] {0, 0x5412}),
        Arguments.of(Syscall.IOCTL, EPERM, new long[] {0, upper | 0x5412}),
        Arguments.of(Syscall.IOCTL, EPERM, new long[] {0, 0x541C}),
        Arguments.of(Syscall.PERSONALITY, ALLOWED, new long[] {0}),
        Arguments.of(Syscall.PERSONALITY, ALLOWED, new long[] {0xFFFF_FFFFL}),
        Arguments.of(Syscall.PERSONALITY, EPERM, new long[] {0x0004_0000}),
        Arguments.of(Syscall.MKNODAT, ALLOWED, new long[] {-100, 0, 0010644}),
        Arguments.of(Syscall.MKNODAT, ALLOWED, new long[] {-100, 0, 0100644}),
        Arguments.of(Syscall.MKNODAT, ALLOWED, new long[] {-100, 0, 0140755}),
        Arguments.of(Syscall.MKNODAT, EPERM, new long[] {-100, 0, 0020666}),
        Arguments.of(Syscall.MKNODAT, EPERM, new long[] {-100, 0, upper | 0060660}));
  }

  @ParameterizedTest
  @MethodSource("argumentCases")
  void argumentsDecide(Syscall call, int expected, long[] arguments) {
    for (Architecture architecture : Architecture.values()) {
      assertEquals(expected, run(architecture, call, arguments), architecture.toString());
    }
  }

  @Test
  void oldMknodLooksAtItsOwnMode() {
    assertEquals(EPERM, run(Architecture.X86_64, Syscall.MKNOD, 0, 0020666, 0));
    assertEquals(ALLOWED, run(Architecture.X86_64, Syscall.MKNOD, 0, 0010666, 0));
  }

  @Test
  void callsOfAnotherArchitectureKill() {
    var x86 = new BpfMachine(SeccompFilter.of(Architecture.X86_64).bytes());
    var arm = new BpfMachine(SeccompFilter.of(Architecture.AARCH64).bytes());
    assertEquals(KILLED, x86.run(new BpfMachine.Call(I386, 3)));
    assertEquals(KILLED, x86.run(new BpfMachine.Call(Architecture.AARCH64.auditCode(), 3)));
    assertEquals(KILLED, arm.run(new BpfMachine.Call(ARM, 3)));
    assertEquals(KILLED, arm.run(new BpfMachine.Call(Architecture.X86_64.auditCode(), 3)));
    assertEquals(ALLOWED, x86.run(new BpfMachine.Call(Architecture.X86_64.auditCode(), 3)));
    assertEquals(ALLOWED, arm.run(new BpfMachine.Call(Architecture.AARCH64.auditCode(), 3)));
  }

  @ParameterizedTest
  @EnumSource
  void callsOfTheX32NumberingAndOnesNotYetKnownAreAbsent(Architecture architecture) {
    assertEquals(ALLOWED, run(architecture, SeccompFilter.NEWEST));
    for (int number : new int[] {SeccompFilter.NEWEST + 1, 512, 547, 0x4000_0000, 0x4000_0065}) {
      assertEquals(ENOSYS, run(architecture, number), "call " + number);
    }
    assertNotEquals(ALLOWED, run(architecture, -1));
  }

  @ParameterizedTest
  @EnumSource
  void everyNumberIsDecidedInFewSteps(Architecture architecture) {
    var machine = new BpfMachine(SeccompFilter.of(architecture).bytes());
    for (int number = 0; number <= SeccompFilter.NEWEST + 1; number++) {
      var end = machine.end(new BpfMachine.Call(architecture.auditCode(), number));
      assertTrue(end.steps() <= 24, end.steps() + " steps for call " + number);
    }
  }

  @Test
  void theArchitectureOfThisMachineIsFoundByItsName() {
    assertEquals(Optional.of(Architecture.X86_64), Architecture.of("amd64"));
    assertEquals(Optional.of(Architecture.AARCH64), Architecture.of("aarch64"));
    assertEquals(Optional.empty(), Architecture.of("riscv64"));
  }
}
