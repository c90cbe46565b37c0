package dev.millrace.rollout.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.SandboxContract;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.lease.LeaseSettings;
import dev.millrace.rollout.sandbox.lease.LeasedProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Leases and recording change nothing of what a sandbox keeps, and every log of the contract's
/// tests is whole.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditedNamespaceTest extends SandboxContract {
  private final Providers providers = new Providers();
  private LeasedProvider provider;
  private Path logs;

  @BeforeAll
  void open(@TempDir Path directory) throws IOException {
    logs = directory;
    provider =
        new LeasedProvider(
            new AuditedProvider(
                providers.open(Mechanism.BUBBLEWRAP),
                new AuditLogs(logs, "contract", InstantSource.system())),
            new LeaseSettings(8, 2, Duration.ofMinutes(1), Duration.ofMinutes(5)),
            InstantSource.system());
  }

  @AfterAll
  void close() throws IOException {
    if (provider != null) {
      provider.close();
      try (var files = Files.list(logs)) {
        List<Path> all = files.toList();
        assertTrue(all.size() > 20, "only " + all.size() + " logs");
        for (Path file : all) {
          AuditVerdict verdict = AuditTrail.read(file).verdict();
          assertTrue(verdict instanceof AuditVerdict.Whole, file + ": " + verdict);
        }
      }
    }
    providers.close();
  }

  @Override
  public SandboxProvider provider() {
    return provider;
  }
}
