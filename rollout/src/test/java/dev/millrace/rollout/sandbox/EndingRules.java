package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How commands and sandboxes end, and that nothing goes on after them.
interface EndingRules extends SandboxRules {
  /// A time limit of which a machine with little to do needs a part to get to the end of
  /// [#TICKING].
  Duration SHORT = Duration.ofMillis(400);

  /// Goes on behind a script's back, and has begun when the script goes on.
  String TICKING =
      "rm -f ticks; (while :; do echo . >> ticks; sleep 0.02; done) >/dev/null 2>&1 &"
          + " until [ -s ticks ]; do sleep 0.01; done; ";

  /// A busy machine may have written nothing within a short time: then twice of it is tried.
  static boolean isTooShort(Duration next, ExecResult result) {
    return result.stdout().isEmpty() && next.compareTo(LIMITS.time()) < 0;
  }

  @Test
  default void theTimeLimitEndsTheCommandAndWhatItStarted() throws InterruptedException {
    try (var sandbox = plain()) {
      ExecResult result;
      Duration time = SHORT;
      do {
        var limits = new Command.Limits(time, 1L << 30, 16_384);
        result = sandbox.exec(Command.bash(TICKING + "echo begun; sleep 600", limits));
        assertEquals(ExecResult.End.TIMED_OUT, result.end());
        assertEquals(137, result.exitCode());
        assertTrue(result.duration().toSeconds() < 300, result.duration().toString());
        time = time.multipliedBy(2);
      } while (isTooShort(time, result));
      assertEquals("begun\n", result.stdout());
      String ticks = SandboxRules.run(sandbox, "wc -l < ticks");
      assertEquals(ticks, SandboxRules.run(sandbox, "sleep 0.1; wc -l < ticks"));
    }
  }

  @Test
  default void backgroundProcessesEndWithTheCommand() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, TICKING);
      String ticks = SandboxRules.run(sandbox, "wc -l < ticks");
      assertEquals(ticks, SandboxRules.run(sandbox, "sleep 0.1; wc -l < ticks"));
    }
  }

  @Test
  default void orphansAreTold() throws InterruptedException {
    try (var sandbox = plain()) {
      for (int round = 0; round < 2; round++) {
        Optional<Orphans> running = orphans(sandbox, "(sleep 600 & :) >/dev/null 2>&1");
        assertTrue(running.map(Orphans::isRunning).orElse(true), running::toString);
        Optional<Orphans> none = orphans(sandbox, "echo 1; (echo 2 & wait); echo 3");
        assertEquals(Orphans.NONE, none.orElse(Orphans.NONE));
      }
    }
  }

  private static Optional<Orphans> orphans(Sandbox sandbox, String script)
      throws InterruptedException {
    var result = sandbox.exec(Command.bash(script, LIMITS));
    assertTrue(result.ok(), result.toString());
    return result.orphans();
  }

  @Test
  default void whatACommandLeftRunningWritesNothingIntoTheNext() throws InterruptedException {
    try (var sandbox = plain()) {
      for (int i = 0; i < 5; i++) {
        SandboxRules.run(
            sandbox, "for i in 1 2 3 4 5 6 7 8 9 10; do while :; do echo noise; done & done");
        assertEquals("on\n", SandboxRules.run(sandbox, "echo on"));
      }
    }
  }

  @Test
  default void theMemoryLimitHolds() throws InterruptedException {
    try (var sandbox = plain()) {
      var limits = new Command.Limits(Duration.ofSeconds(60), 64L << 20, 16_384);
      var result = sandbox.exec(Command.bash("head -c 300m /dev/zero | tail | wc -c", limits));
      assertFalse(result.stdout().startsWith("314572800"), result.stdout());
    }
  }

  @Test
  default void anInterruptEndsTheCommand() throws Exception {
    try (var sandbox = plain()) {
      var interrupted = new CompletableFuture<Throwable>();
      var begun = new CountDownLatch(1);
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    begun.countDown();
                    try {
                      sandbox.exec(Command.bash("sleep 600", LIMITS));
                      interrupted.complete(new AssertionError("the command ended"));
                    } catch (Throwable e) {
                      interrupted.complete(e);
                    }
                  });
      assertTrue(begun.await(60, TimeUnit.SECONDS));
      caller.interrupt();
      assertTrue(interrupted.get(60, TimeUnit.SECONDS) instanceof InterruptedException);
      assertTrue(caller.join(Duration.ofSeconds(60)));
      SandboxRules.run(sandbox, "true");
    }
  }

  @Test
  default void closingTwiceIsHarmlessAndEndsTheSandbox() throws InterruptedException {
    var sandbox = plain();
    SandboxRules.run(sandbox, "mkdir -p a/b; touch a/b/c; chmod 000 a/b/c a/b a");
    sandbox.close();
    sandbox.close();
    assertThrows(FailureException.class, () -> sandbox.exec(Command.bash("true", LIMITS)));
  }
}
