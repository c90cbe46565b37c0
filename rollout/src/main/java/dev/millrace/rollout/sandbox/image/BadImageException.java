package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.io.Serial;

/// What is wrong with an image, and where in it. [ImageStore] adds which image it is.
final class BadImageException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  BadImageException(String message) {
    super(message);
  }

  BadImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
