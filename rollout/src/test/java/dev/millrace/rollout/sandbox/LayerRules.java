package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the layer of an environment is built.
interface LayerRules extends SandboxRules {
  @Test
  default void aLayerIsBuiltOnce() throws InterruptedException {
    var run = new Environment.Step.Run("head -c 16 /dev/urandom | od > id", "/app", Map.of());
    var environment = environment("once", new Environment.Step.MakeDirectory("/app"), run);
    try (var one = provider().create(environment);
        var two = provider().create(environment)) {
      assertEquals(SandboxRules.run(one, "cat id"), SandboxRules.run(two, "cat id"));
    }
  }

  @Test
  default void aStepSeesItsOwnVariablesAndDirectory() throws InterruptedException {
    var environment =
        environment(
            "steps",
            new Environment.Step.MakeDirectory("/srv/a b"),
            new Environment.Step.Run("echo $V > v; pwd >> v", "/srv/a b", Map.of("V", "1 2")),
            new Environment.Step.Copy(List.of("repo/read.me"), "/srv/renamed"),
            new Environment.Step.Copy(List.of("repo/read.me", "repo/bin"), "/srv/many/"));
    try (var sandbox = provider().create(environment)) {
      assertEquals(
          "1 2\n/srv/a b\nread me\n", SandboxRules.run(sandbox, "cat '/srv/a b/v' /srv/renamed"));
      assertEquals("read.me\ntool\n", SandboxRules.run(sandbox, "ls /srv/many"));
    }
  }

  @Test
  default void aStepThatFailsIsNamedWithItsOutput() {
    var environment =
        environment(
            "broken",
            new Environment.Step.MakeDirectory("/app"),
            new Environment.Step.Run("echo working; echo broken >&2; exit 3", "/app", Map.of()));
    var thrown = assertThrows(FailureException.class, () -> provider().create(environment).close());
    var failure = thrown.failure();
    assertTrue(failure instanceof Failure.Environment, failure.toString());
    assertTrue(failure.detail().startsWith("step 2 (RUN echo working;"), failure.detail());
    assertTrue(failure.detail().contains("status 3"), failure.detail());
    assertTrue(failure.detail().endsWith("working\nbroken"), failure.detail());
  }

  @Test
  default void aSourceOutsideTheContextIsRefused() {
    var copy = new Environment.Step.Copy(List.of("../../etc/passwd"), "/app/");
    var environment = environment("outside", copy);
    assertThrows(FailureException.class, () -> provider().create(environment).close());
  }
}
