package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.SandboxContract;
import dev.millrace.rollout.sandbox.SandboxProvider;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BubblewrapSandboxTest extends SandboxContract {
  private final Providers providers = new Providers();
  private NamespaceProvider provider;

  @BeforeAll
  void open() throws IOException {
    provider = providers.open(Mechanism.BUBBLEWRAP);
  }

  @AfterAll
  void close() throws IOException {
    providers.close();
  }

  @Override
  public SandboxProvider provider() {
    return provider;
  }
}
