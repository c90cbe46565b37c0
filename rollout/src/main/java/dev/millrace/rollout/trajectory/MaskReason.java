package dev.millrace.rollout.trajectory;

/// Why a token is trained or not. The codes are stored and never change their meaning.
public enum MaskReason {
  TRAINED(0),
  PROMPT(1),
  TOOL(2),
  ERROR_STEP(3),
  COPIED_STEP(4),
  TRUNCATED(5),
  INJECTED(6),
  /// The ids stood for a secret and were replaced.
  REDACTED(7);

  private final byte code;

  MaskReason(int code) {
    this.code = (byte) code;
  }

  /// The stored form, 0 to 7.
  public byte code() {
    return code;
  }

  public static MaskReason of(byte code) {
    for (MaskReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no mask reason has code " + code + "; known are 0 to 7");
  }
}
