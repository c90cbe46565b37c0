package dev.millrace.rollout.sandbox.seccomp;

import java.util.Optional;

/// A processor for which a filter can be made. Both are little-endian.
public enum Architecture {
  X86_64(0xC000_003E),
  AARCH64(0xC000_00B7);

  private final int auditCode;

  Architecture(int auditCode) {
    this.auditCode = auditCode;
  }

  /// `AUDIT_ARCH_*` of the kernel's `audit.h`: what it reports as a call's architecture.
  int auditCode() {
    return auditCode;
  }

  /// The one this JVM runs on, or empty where no filter can be made.
  public static Optional<Architecture> current() {
    return of(System.getProperty("os.arch"));
  }

  /// @param name as in the property `os.arch`
  static Optional<Architecture> of(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
