package dev.millrace.rollout.pattern;

import com.google.re2j.PatternSyntaxException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Compiles regular expressions of RE2, which match in linear time, that come from a file or a
/// task. RE2/J goes down a level of the stack for each repetition of a bounded one, so that
/// `x{0,1000}` takes more than some threads have: here they get a thread with room.
public final class LinearPatterns {
  private static final long STACK_BYTES = 64L << 20;

  private LinearPatterns() {}

  /// Any thread may call it.
  ///
  /// @param compiler RE2/J's own
  /// @throws PatternSyntaxException when it is none, or one too deep even so
  public static <T> T compile(String regex, Function<String, T> compiler) {
    var compiling = new FutureTask<>(() -> compiler.apply(regex));
    Thread thread = new Thread(null, compiling, "pattern", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return compiling.get();
        } catch (InterruptedException _) {
          // It takes milliseconds: the caller hears of it after.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failure(e, regex);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException failure(ExecutionException failed, String regex) {
    return switch (failed.getCause()) {
      case PatternSyntaxException e -> e;
      case StackOverflowError _ -> new PatternSyntaxException("too many repetitions", regex);
      case null, default -> new IllegalStateException("compiling " + regex + " broke", failed);
    };
  }
}
