package dev.millrace.rollout.sandbox.launcher;

import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.util.Locale;

/// The kernel calls that launching takes, by their numbers: `asm/unistd_64.h` of x86-64, and
/// `asm-generic/unistd.h` of aarch64.
public enum KernelCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  IOCTL(16, 29),
  WRITEV(20, 66),
  SOCKET(41, 198),
  CLONE(56, 220),
  EXECVE(59, 221),
  WAIT4(61, 260),
  CHDIR(80, 49),
  SETSID(112, 157),
  CAPSET(126, 91),
  UMASK(95, 166),
  PIVOT_ROOT(155, 41),
  PRCTL(157, 167),
  CHROOT(161, 51),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  SETHOSTNAME(170, 161),
  EXIT_GROUP(231, 94),
  CLOCK_GETTIME(228, 113),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  FCHMODAT(268, 53),
  SCHED_SETAFFINITY(203, 122),
  UNSHARE(272, 97),
  DUP3(292, 24),
  PRLIMIT64(302, 261),
  SETNS(308, 268),
  SECCOMP(317, 277);

  private final String kernelName = name().toLowerCase(Locale.ROOT);
  private final int onX86;
  private final int onArm;

  KernelCall(int onX86, int onArm) {
    this.onX86 = onX86;
    this.onArm = onArm;
  }

  /// As the kernel spells it.
  String kernelName() {
    return kernelName;
  }

  int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> onX86;
      case AARCH64 -> onArm;
    };
  }
}
