package dev.millrace.rollout.sandbox.seccomp;

/// A program for Python that makes calls which the filter refuses, and says how each one failed.
public final class FilterProbe {
  public static final String SCRIPT =
      """
      import ctypes, errno, os, socket, sys
      libc = ctypes.CDLL(None, use_errno=True)
      def call(name, number, *arguments):
          ctypes.set_errno(0)
          result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
          print(name, errno.errorcode[ctypes.get_errno()] if result == -1 else 'allowed')
      arm = os.uname().machine == 'aarch64'
      call('ptrace', 117 if arm else 101, 0, 0, 0, 0)
      call('process_vm_readv', 270 if arm else 310, os.getpid(), 0, 0, 0, 0, 0)
      call('mount', 40 if arm else 165, 0, 0, 0, 0, 0)
      call('fsopen', 430, 0, 0)
      call('unshare', 97 if arm else 272, 0x10000000)
      call('setns', 268 if arm else 308, 0, 0)
      call('clone', 220 if arm else 56, 0x10000000 | 17, 0, 0, 0, 0)
      call('clone3', 435, 0, 0)
      call('keyctl', 219 if arm else 250, 0, -3, 1)
      call('bpf', 280 if arm else 321, 0, 0, 0)
      call('perf_event_open', 241 if arm else 298, 0, 0, -1, -1, 0)
      call('userfaultfd', 282 if arm else 323, 1)
      call('io_uring_setup', 425, 1, 0)
      call('personality', 92 if arm else 135, 0x40000)
      call('open_by_handle_at', 265 if arm else 304, -100, 0, 0)
      call('not yet known', 1000)
      call('TIOCSTI', 29 if arm else 16, 0, 0xabcd000000005412, 0)
      for name, family, protocol in ('alg', 38, 0), ('vsock', 40, 0), ('netfilter', 16, 12):
          try:
              socket.socket(family, socket.SOCK_RAW if protocol else socket.SOCK_STREAM, protocol)
              print(name, 'allowed')
          except OSError as e:
              print(name, errno.errorcode[e.errno])
      """;

  public static final String ANSWERS =
      """
      ptrace EPERM
      process_vm_readv EPERM
      mount EPERM
      fsopen EPERM
      unshare EPERM
      setns EPERM
      clone EPERM
      clone3 ENOSYS
      keyctl EPERM
      bpf EPERM
      perf_event_open EPERM
      userfaultfd EPERM
      io_uring_setup EPERM
      personality EPERM
      open_by_handle_at EPERM
      not yet known ENOSYS
      TIOCSTI EPERM
      alg EAFNOSUPPORT
      vsock EAFNOSUPPORT
      netfilter EPROTONOSUPPORT\
      """;

  private FilterProbe() {}
}
