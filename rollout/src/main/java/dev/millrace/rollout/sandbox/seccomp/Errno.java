package dev.millrace.rollout.sandbox.seccomp;

/// What a refused call returns, by the names and numbers of `errno.h`.
enum Errno {
  EPERM(1),
  ENOSYS(38),
  EPROTONOSUPPORT(93),
  EAFNOSUPPORT(97);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
