package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.EscapeContract;
import dev.millrace.rollout.sandbox.SandboxProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Engines.DOCKER)
final class DockerEscapeTest extends EscapeContract {
  private @Nullable DockerProvider provider;

  @BeforeAll
  void openProvider() throws InterruptedException {
    var settings = Engines.settings("MILLRACE_DOCKER_HOST");
    provider =
        DockerProvider.open(settings.withLimits(new DockerSettings.Limits(bounds(), 256 << 20, 2)));
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
