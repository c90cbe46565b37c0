package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// Sandboxes one of whose operations breaks: the first, the second and so on, over all of them.
public final class BreakingSandboxes implements SandboxProvider {
  /// What a broken operation fails with.
  public static final Failure FAILURE = new Failure.Sandbox("it broke underway");

  private final SandboxProvider sound;
  private final int breaks;
  private final AtomicInteger done = new AtomicInteger();

  /// @param breaks the number of the operation that does, from 1
  public BreakingSandboxes(SandboxProvider sound, int breaks) {
    this.sound = sound;
    this.breaks = breaks;
  }

  /// Whether as many operations were asked for.
  public boolean hasBroken() {
    return done.get() >= breaks;
  }

  @Override
  public String description() {
    return "breaking";
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    count();
    Sandbox sandbox = sound.create(environment);
    return (Sandbox)
        Proxy.newProxyInstance(
            Sandbox.class.getClassLoader(),
            new Class<?>[] {Sandbox.class},
            (_, method, args) -> {
              if (!method.getName().equals("close") && !method.getName().equals("workdir")) {
                count();
              }
              try {
                return method.invoke(sandbox, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void count() {
    if (done.incrementAndGet() == breaks) {
      throw new FailureException(FAILURE);
    }
  }

  @Override
  public void close() {}
}
