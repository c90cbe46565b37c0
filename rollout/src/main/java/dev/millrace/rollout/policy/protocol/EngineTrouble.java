package dev.millrace.rollout.policy.protocol;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A call that came to nothing. The message holds no prompts, completions or secrets, and
/// is printable whatever the engine said.
public final class EngineTrouble extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  /// What may be done about it.
  public enum Kind {
    /// The engine never had the request: sending it again cannot sample twice.
    NOT_SENT,
    /// The engine refused it for now: sending it again cannot sample twice.
    BUSY,
    /// Somebody says that there is no engine for it now: the engine itself, or a proxy whose engine
    /// broke off. It may have sampled.
    UNAVAILABLE,
    /// The engine says that it failed.
    FAILED,
    /// The answer broke off: what was sampled is lost, and another call is another sample.
    BROKEN,
    /// Nothing came for too long.
    SILENT,
    /// No room at the engine came free; it never had the request.
    FULL,
    /// The prompt is longer than the model's context, or fills it.
    CONTEXT,
    /// The engine says that the request is wrong.
    REFUSED,
    /// The answer is whole and cannot be trusted: ids or logprobs are missing.
    UNUSABLE
  }

  public EngineTrouble(Kind kind, String message) {
    super(Printable.of(message));
    this.kind = kind;
    this.retryAfter = null;
  }

  public EngineTrouble(Kind kind, String message, Throwable cause) {
    super(Printable.of(message), cause);
    this.kind = kind;
    this.retryAfter = null;
  }

  /// @param retryAfter what the engine asked for, or null
  public EngineTrouble(Kind kind, String message, @Nullable Duration retryAfter) {
    super(Printable.of(message));
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /// What went wrong.
  public String problem() {
    return String.valueOf(getMessage());
  }

  /// Whether it is certain that nothing was sampled.
  public boolean isUnsampled() {
    return kind == Kind.NOT_SENT || kind == Kind.BUSY;
  }

  public Kind kind() {
    return kind;
  }

  /// How long to wait before another try: what the engine asked for, else longer each time.
  ///
  /// @param tries made before
  public Duration pause(int tries) {
    return retryAfter == null ? Duration.ofMillis(250L << Math.min(tries, 6)) : retryAfter;
  }
}
