package dev.millrace.rollout.harness.tools;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls across a boundary of the episode: whatever breaks there leaves as that boundary's failure.
public final class Seam {
  private static final Logger LOG = LoggerFactory.getLogger(Seam.class);

  private Seam() {}

  /// A call across a boundary.
  public interface Call<T> {
    T make() throws InterruptedException;
  }

  public static <T> T engine(Call<T> call) throws InterruptedException {
    return crossing(call, Failure.Engine::new);
  }

  public static <T> T sandbox(Call<T> call) throws InterruptedException {
    return crossing(call, Failure.Sandbox::new);
  }

  /// What broke, without the exception's own words: they may hold a prompt or a file's content.
  public static String describe(RuntimeException e) {
    LOG.atDebug().setCause(e).log("A call across an episode's boundary broke");
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static <T> T crossing(Call<T> call, Function<String, Failure> boundary)
      throws InterruptedException {
    try {
      return call.make();
    } catch (FailureException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new FailureException(boundary.apply(describe(e)), e);
    }
  }
}
