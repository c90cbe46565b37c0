package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.sandbox.EscapeContract;
import dev.millrace.rollout.sandbox.EscapeRules;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.seccomp.FilterProbe;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What holds for each mechanism beside that.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NamespaceEscapeContract extends EscapeContract {
  private final Mechanism mechanism;
  private final Providers providers = new Providers();
  private NamespaceProvider provider;

  NamespaceEscapeContract(Mechanism mechanism) {
    this.mechanism = mechanism;
  }

  @BeforeAll
  void openProvider() throws IOException {
    provider = providers.open(mechanism, bounds());
  }

  @AfterAll
  void close() throws IOException {
    providers.close();
  }

  @Override
  public SandboxProvider provider() {
    return provider;
  }

  @Test
  void everyCallOfTheListIsRefused() throws InterruptedException {
    String said = tries(EscapeRules.python(FilterProbe.SCRIPT)).stdout();
    assertEquals(FilterProbe.ANSWERS, said.strip());
  }

  /// Those that only root may read, and root in a sandbox may be the host's.
  @Test
  void rootsOwnFilesAboutTheKernelAreEmpty() throws InterruptedException {
    String readable =
        "cd /proc; for f in *; do [ -f $f ] || [ -c $f ] || continue; case $(stat -c %A $f) in"
            + " ?r??r??r*) ;; *) [ -z \"$(head -c 1 $f 2>/dev/null | tr '\\0' x)\" ] || echo $f;;"
            + " esac; done; true";
    assertEquals("", tries(readable).stdout());
  }

  /// The nodes are the host's own, and root in a sandbox may be who owns them: each is given the
  /// mode that it has.
  @Test
  void theHostsDevicesCannotBeChanged() throws InterruptedException {
    Stream<String> devices = HostBase.devices().stream().map(name -> "/dev/" + name);
    Stream<String> hidden = ProcFiles.HIDDEN.stream().map(name -> "/proc/" + name);
    for (String path : Stream.concat(devices, hidden).toList()) {
      fails("chmod $(stat -c %a " + path + ") " + path);
    }
    assertEquals("0\n", tries("echo gone > /dev/null; head -c 1 /dev/null | wc -c").stdout());
  }
}
