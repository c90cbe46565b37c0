package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.EscapeContract;
import dev.millrace.rollout.sandbox.EscapeRules;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.seccomp.FilterProbe;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  /// What a program sets on a stream is kept by the kernel for all who have the same one open.
  @Test
  void noSettingOfACommandsStreamsGoesOnToTheNext() throws InterruptedException {
    tries("python3 -c 'import os; [os.set_blocking(d, False) for d in (1, 2)]'");
    String settings = "python3 -c 'import os; print([os.get_blocking(d) for d in (1, 2)])'";
    assertEquals("[True, True]\n", tries(settings).stdout());
  }

  /// It is a file of the supervisor's on the host's disk.
  @Test
  void aCommandsInputCannotBeWritten() throws InterruptedException {
    String write =
        "chmod u+w /proc/self/fd/0; printf more >> /proc/self/fd/0 && echo written;"
            + " truncate -s 1G /proc/self/fd/0 && echo longer; cat";
    var command = Command.bash(write, LIMITS).withStdin("given".getBytes(StandardCharsets.UTF_8));
    String said = attacker().exec(command).stdout();
    assertTrue(said.endsWith("given") && !said.contains("written"), said);
    assertFalse(said.contains("longer"), said);
  }

  @Test
  void directoriesTooDeepForADeltaAreAFailure() throws InterruptedException {
    String nest = "import os\nfor i in range(DEPTH): os.mkdir('NAME'); os.chdir('NAME')";
    for (int depth : List.of(80, 1000, 4000)) {
      for (String name : List.of("d", "n".repeat(200))) {
        String program = nest.replace("DEPTH", "" + depth).replace("NAME", name);
        assertTrue(tries(EscapeRules.python(program)).ok());
        if (depth == 80 && name.equals("d")) {
          assertTrue(DeltaArchive.decode(attacker().capture(1 << 20)).size() >= depth);
        } else {
          var thrown = assertThrows(FailureException.class, () -> attacker().capture(1 << 20));
          assertInstanceOf(Failure.Budget.class, thrown.failure());
        }
        tries("rm -rf d n*");
      }
    }
  }

  /// Empty, and with paths that would take more of the supervisor's memory than all else.
  @Test
  void veryManyLongPathsAreAFailure() throws InterruptedException {
    String program =
        """
        import os
        for i in range(8): os.mkdir('n' * 240); os.chdir('n' * 240)
        for i in range(10000): os.mknod(str(i))
        """;
    assertTrue(tries(EscapeRules.python(program)).ok());
    var thrown = assertThrows(FailureException.class, () -> attacker().capture(1 << 20));
    assertInstanceOf(Failure.Budget.class, thrown.failure());
  }
}
