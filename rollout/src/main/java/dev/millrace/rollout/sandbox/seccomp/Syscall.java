package dev.millrace.rollout.sandbox.seccomp;

import java.util.Locale;
import java.util.OptionalInt;

/// The calls that are refused, always or for some arguments, and their numbers. Source: the
/// kernel's `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h` (for
/// aarch64); a test compares them with the headers of the machine it runs on.
enum Syscall {
  // Other processes' memory, registers and descriptors.
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PROCESS_MADVISE(440),
  PIDFD_GETFD(438),
  KCMP(312, 272),
  MOVE_PAGES(279, 239),
  MIGRATE_PAGES(256, 238),

  // Mounts, by the old calls and the new.
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  OPEN_TREE(428),
  OPEN_TREE_ATTR(467),
  MOVE_MOUNT(429),
  FSOPEN(430),
  FSCONFIG(431),
  FSMOUNT(432),
  FSPICK(433),
  MOUNT_SETATTR(442),

  // Namespaces.
  SETNS(308, 268),
  UNSHARE(272, 97),
  CLONE(56, 220),
  CLONE3(435),

  // Keys, which no namespace separates.
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  KEYCTL(250, 219),

  // Large and often broken parts of the kernel that an episode has no use for.
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  IO_URING_SETUP(425),
  IO_URING_ENTER(426),
  IO_URING_REGISTER(427),
  FANOTIFY_INIT(300, 262),
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),

  // The kernel itself.
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  CREATE_MODULE(174),
  GET_KERNEL_SYMS(177),
  QUERY_MODULE(178),
  REBOOT(169, 142),
  SYSLOG(103, 116),
  LOOKUP_DCOOKIE(212, 18),
  NFSSERVCTL(180, 42),
  SYSCTL(156),
  SYSFS(139),
  USELIB(134),
  USTAT(136),

  // Hardware and the processor's modes.
  IOPL(172),
  IOPERM(173),
  MODIFY_LDT(154),
  PERSONALITY(135, 92),

  // Files around their names and their owners' bounds.
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  MKNOD(133),
  MKNODAT(259, 33),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  ACCT(163, 89),

  // The host's clock and name.
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  CLOCK_ADJTIME(305, 266),
  ADJTIMEX(159, 171),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),

  // Terminals.
  IOCTL(16, 29),
  VHANGUP(153, 58);

  /// From here on new calls have the same number everywhere.
  private static final int FIRST_COMMON = 424;

  private final int x86;
  private final OptionalInt aarch64;

  Syscall(int x86, int aarch64) {
    this.x86 = x86;
    this.aarch64 = OptionalInt.of(aarch64);
  }

  /// @param number of a call that is new enough to be the same everywhere, or so old that only x86
  ///     has it
  Syscall(int number) {
    this.x86 = number;
    this.aarch64 = number < FIRST_COMMON ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /// As in the kernel's tables.
  String kernelName() {
    return this == SYSCTL ? "_sysctl" : name().toLowerCase(Locale.ROOT);
  }

  /// Its number, or empty where there is no such call.
  OptionalInt number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> OptionalInt.of(x86);
      case AARCH64 -> aarch64;
    };
  }
}
