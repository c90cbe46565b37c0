package dev.millrace.rollout.gateway.ask;

import java.io.Serial;

/// Why a request gets no answer. The message goes to the agent: it says what was wrong with its own
/// request, and nothing of other sessions.
public final class Problem extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;

  /// The kinds, with their HTTP status and whether sending the same again can help.
  public enum Kind {
    INVALID(400),
    UNAUTHORIZED(401),
    /// A limit of the episode is reached. Not 429, because clients wait and retry on that.
    LIMIT(403),
    NOT_FOUND(404),
    METHOD(405),
    TOO_LARGE(413),
    /// A fault of the gateway itself.
    BROKEN(500),
    ENGINE(502);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }

    public boolean isRetryable() {
      return this == ENGINE;
    }
  }

  public Problem(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Problem(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static Problem invalid(String message) {
    return new Problem(Kind.INVALID, message);
  }

  public Kind kind() {
    return kind;
  }

  public String text() {
    String message = getMessage();
    return message == null ? kind.toString() : message;
  }
}
