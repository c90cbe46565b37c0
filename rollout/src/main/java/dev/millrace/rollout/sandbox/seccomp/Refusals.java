package dev.millrace.rollout.sandbox.seccomp;

import static dev.millrace.rollout.sandbox.seccomp.ArgumentCheck.equal;
import static dev.millrace.rollout.sandbox.seccomp.Errno.EAFNOSUPPORT;
import static dev.millrace.rollout.sandbox.seccomp.Errno.ENOSYS;
import static dev.millrace.rollout.sandbox.seccomp.Errno.EPERM;
import static dev.millrace.rollout.sandbox.seccomp.Errno.EPROTONOSUPPORT;

import dev.millrace.rollout.sandbox.seccomp.ArgumentCheck.AnyBit;
import dev.millrace.rollout.sandbox.seccomp.ArgumentCheck.Differs;
import dev.millrace.rollout.sandbox.seccomp.ArgumentCheck.Masked;
import java.util.List;

/// What is refused of each call.
final class Refusals {
  /// `CLONE_NEW*` of `linux/sched.h`: cgroup, uts, ipc, user, pid, net, and mount. The time
  /// namespace's bit is no flag of `clone`.
  private static final int NEW_NAMESPACES = 0x7E02_0000;

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int AF_NETLINK = 16;
  private static final int NETLINK_ROUTE = 0;

  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541C;

  private static final int QUERY_PERSONALITY = ~0;

  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  private Refusals() {}

  /// Any of these refuses the call, the first one first.
  static List<Refusal> of(Syscall call) {
    return switch (call) {
      case CLONE -> List.of(Refusal.when(EPERM, new AnyBit(0, NEW_NAMESPACES)));
      // Its flags are in memory, where a filter cannot look. The C library falls back to clone.
      case CLONE3 -> List.of(Refusal.always(ENOSYS));
      case SOCKET, SOCKETPAIR -> socket();
      case IOCTL ->
          List.of(Refusal.when(EPERM, equal(1, TIOCSTI)), Refusal.when(EPERM, equal(1, TIOCLINUX)));
      case PERSONALITY ->
          List.of(Refusal.when(EPERM, new Differs(0, 0), new Differs(0, QUERY_PERSONALITY)));
      case MKNOD -> device(1);
      case MKNODAT -> device(2);
      default -> List.of(Refusal.always(EPERM));
    };
  }

  /// Of netlink only what `getaddrinfo` and `getifaddrs` need; of the other families, AF_VSOCK
  /// and AF_ALG among them, nothing. The error is that of a kernel without them.
  private static List<Refusal> socket() {
    return List.of(
        Refusal.when(
            EAFNOSUPPORT,
            new Differs(0, AF_UNIX),
            new Differs(0, AF_INET),
            new Differs(0, AF_INET6),
            new Differs(0, AF_NETLINK)),
        Refusal.when(EPROTONOSUPPORT, equal(0, AF_NETLINK), new Differs(2, NETLINK_ROUTE)));
  }

  /// Pipes, sockets and plain files may be made.
  private static List<Refusal> device(int modeIndex) {
    return List.of(
        Refusal.when(EPERM, new Masked(modeIndex, FILE_TYPE, CHARACTER_DEVICE)),
        Refusal.when(EPERM, new Masked(modeIndex, FILE_TYPE, BLOCK_DEVICE)));
  }
}
