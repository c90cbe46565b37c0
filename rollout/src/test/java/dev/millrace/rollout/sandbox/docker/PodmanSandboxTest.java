package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.SandboxContract;
import dev.millrace.rollout.sandbox.SandboxProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Engines.PODMAN)
final class PodmanSandboxTest extends SandboxContract {
  private @Nullable DockerProvider provider;

  @BeforeAll
  void open() throws InterruptedException {
    provider = DockerProvider.open(Engines.settings("MILLRACE_PODMAN_HOST"));
  }

  @AfterAll
  void close() {
    if (provider != null) {
      provider.close();
    }
  }

  @Override
  public SandboxProvider provider() {
    return Objects.requireNonNull(provider);
  }
}
