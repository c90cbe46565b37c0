package dev.millrace.datasets.lake.table;

import java.io.Serial;

/// Reading or writing a file failed. The message names the path, what was being done, how many
/// bytes of the file were written and how many the disk had left.
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
