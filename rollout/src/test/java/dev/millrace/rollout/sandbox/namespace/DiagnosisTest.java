package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.FakeHost;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagnosisTest {
  private static final String REFUSED = "unshare: unshare failed: Operation not permitted";

  @Test
  void aMissingProgramIsNamed() {
    var diagnosis = new Diagnosis(new FakeHost().without("unshare"), Mechanism.UNSHARE);
    String missing = diagnosis.missing().orElseThrow();
    assertTrue(missing.startsWith("this machine lacks unshare: install util-linux"), missing);
    assertEquals(Optional.empty(), new Diagnosis(new FakeHost(), Mechanism.UNSHARE).missing());
  }

  @Test
  void theKnobToTurnIsNamed() {
    advises("/proc/sys/user/max_user_namespaces", "0\n", "user.max_user_namespaces=10000");
    advises("/proc/sys/kernel/unprivileged_userns_clone", "0\n", "unprivileged_userns_clone=1");
    advises(
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1\n",
        "apparmor_restrict_unprivileged_userns=0");
    advises("/proc/sys/user/max_user_namespaces", "1000\n", "seccomp=unconfined");
  }

  @Test
  void anUnsuitableFileSystemIsNamed() {
    String why =
        new Diagnosis(new FakeHost(), Mechanism.UNSHARE)
            .explain("mount: /s/merged: wrong fs type, bad option");
    assertTrue(why.contains("scratch and cache directories on ext4"), why);
  }

  @Test
  void openingFailsAsASandboxFailureWithTheReason(@TempDir Path directory) {
    Host host = new FakeHost().without("bwrap").without("unshare");
    var thrown =
        assertThrows(
            FailureException.class,
            () ->
                new Opening(
                        host,
                        NamespaceSettings.of(directory, directory).withMechanism(Mechanism.UNSHARE))
                    .open()
                    .close());
    assertTrue(thrown.failure() instanceof Failure.Sandbox);
    assertTrue(thrown.failure().detail().contains("lacks unshare"), thrown.getMessage());
  }

  @Test
  void anImageThatIsNoneIsNoLackOfThisMachine(@TempDir Path directory) {
    var settings =
        NamespaceSettings.of(directory, directory).withImage(directory.resolve("absent.tar"));
    var thrown =
        assertThrows(
            FailureException.class, () -> new Opening(new FakeHost(), settings).open().close());
    assertTrue(thrown.failure() instanceof Failure.Environment, thrown.getMessage());
    assertTrue(thrown.failure().detail().startsWith("image "), thrown.getMessage());
  }

  @Test
  void aDirectoryThatCannotStandInMountOptionsIsRefused(@TempDir Path directory) {
    Path odd = directory.resolve("a,b");
    var thrown =
        assertThrows(
            FailureException.class,
            () ->
                new Opening(
                        new FakeHost(),
                        NamespaceSettings.of(odd, odd).withMechanism(Mechanism.UNSHARE))
                    .open()
                    .close());
    assertTrue(thrown.failure().detail().contains("cannot hold overlays"), thrown.getMessage());
  }

  private static void advises(String file, String content, String advice) {
    var host = new FakeHost().file(file, content);
    String why = new Diagnosis(host, Mechanism.UNSHARE).explain(REFUSED);
    assertTrue(why.contains(advice) && why.endsWith(REFUSED), why);
  }
}
