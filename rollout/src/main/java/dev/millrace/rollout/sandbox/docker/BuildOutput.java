package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an engine says while it builds an image. One thread tells it, another one waits.
final class BuildOutput {
  private static final int SHOWN = 2000;
  private static final int SHOWN_OF_STEP = 160;
  // Docker's `Step 2/5 : RUN x`, Podman's `STEP 2/5: RUN x` and `[1/2] STEP 2/5: RUN x`.
  private static final Pattern STEP =
      Pattern.compile("^(?:\\[\\d+/\\d+] )?step (\\d+/\\d+) ?: (.*)", Pattern.CASE_INSENSITIVE);

  private final String dockerfile;
  private final URI host;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final StringBuilder output = new StringBuilder();
  // The beginning of a line whose end has not come.
  private final StringBuilder begun = new StringBuilder();
  private String step = "";
  private @Nullable Failure failure;

  /// @param dockerfile that is built, for messages
  /// @param host of the engine, for messages
  BuildOutput(String dockerfile, URI host) {
    this.dockerfile = dockerfile;
    this.host = host;
  }

  /// Waits for the end.
  ///
  /// @throws FailureException when nothing was built
  void await(Duration patience) throws InterruptedException {
    boolean isOver = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    lock.lock();
    try {
      if (failure instanceof Failure.Sandbox lost) {
        throw new FailureException(lost);
      }
      String what = isOver ? (failure == null ? "" : failure.detail()) : tooLong(patience);
      if (!what.isEmpty()) {
        String all = output.toString() + begun;
        String tail = all.substring(Math.max(0, all.length() - SHOWN)).strip();
        throw new FailureException(
            new Failure.Environment(
                "cannot build "
                    + dockerfile
                    + " at "
                    + host
                    + (step.isEmpty() ? "" : ", step " + step)
                    + ": "
                    + what
                    + (tail.isEmpty() ? "" : "; its output ends:\n" + tail)));
      }
    } finally {
      lock.unlock();
    }
  }

  private static String tooLong(Duration patience) {
    return "took longer than "
        + patience
        + ": shorten the step, or build the image beforehand and name it in task.toml as"
        + " environment.docker_image";
  }

  /// Part of what it says: a piece of a line, or several lines.
  void said(String text) {
    lock.lock();
    try {
      begun.append(text);
      for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
        line(begun.substring(0, end));
        begun.delete(0, end + 1);
      }
      begun.delete(0, Math.max(0, begun.length() - SHOWN));
    } finally {
      lock.unlock();
    }
  }

  /// It says why it builds nothing. The first reason counts.
  void failed(String why) {
    fail(new Failure.Environment(why));
  }

  /// It says nothing more.
  void ended() {
    ended.countDown();
  }

  /// Nothing more can be heard of it.
  void broken(Exception why) {
    fail(
        new Failure.Sandbox(
            "cannot build "
                + dockerfile
                + ": the connection to "
                + host
                + " failed, is its engine up? "
                + why));
  }

  private void fail(Failure why) {
    lock.lock();
    try {
      failure = failure == null ? why : failure;
    } finally {
      lock.unlock();
    }
  }

  private void line(String line) {
    Matcher matcher = STEP.matcher(line);
    if (matcher.find()) {
      String instruction = matcher.group(2);
      step =
          matcher.group(1)
              + " ("
              + instruction.substring(0, Math.min(SHOWN_OF_STEP, instruction.length()))
              + ")";
    }
    // What was said before is kept: Podman may say that a step begins after the step has said
    // something.
    output.append(line).append('\n');
    output.delete(0, Math.max(0, output.length() - SHOWN));
  }
}
