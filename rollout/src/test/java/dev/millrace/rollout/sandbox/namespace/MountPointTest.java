package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A link where something is to be mounted. Launchers follow it: bubblewrap before 0.12 makes the
/// mount point wherever it leads, and sees the host's root as `/oldroot` then.
final class MountPointTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 256L << 20, 4096);

  @TempDir Path host;

  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  private Attachments attachments() throws IOException {
    Path given = Files.createDirectories(host.resolve("given"));
    return new Attachments(
        List.of(new Attachments.ReadOnly(given, "/stage/deep/given")),
        List.of(new Attachments.Scratch("/stage/deep/private", 1 << 20)),
        false);
  }

  private Sandbox over(NamespaceProvider provider, String script, Attachments attachments)
      throws InterruptedException {
    var step = new Environment.Step.Run(script, "/", Map.of());
    String digest = Integer.toHexString(script.hashCode());
    var environment = new Environment(List.of(step), Map.of(), "/", null, digest);
    return provider.create(environment, attachments);
  }

  private void isRefused(NamespaceProvider provider, String script, Attachments attachments) {
    var refused =
        assertThrows(
            FailureException.class,
            () -> {
              try (var sandbox = over(provider, script, attachments)) {
                sandbox.exec(Command.bash("true", LIMITS));
              }
            });
    assertTrue(refused.failure() instanceof Failure.Environment, refused.toString());
    assertTrue(refused.failure().detail().contains("is no directory"), refused.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aLinkInTheEnvironmentLeadsNowhere(Mechanism mechanism) throws Exception {
    var provider = providers.open(mechanism);
    Path trap = Files.createDirectories(host.resolve("trap"));
    var both = attachments();
    for (var attached :
        List.of(
            new Attachments(both.directories(), List.of(), false),
            new Attachments(List.of(), both.scratch(), false))) {
      for (String to : List.of(trap.toString(), "/oldroot" + trap, "/newroot/tmp", "/nowhere")) {
        isRefused(provider, "ln -s " + to + " /stage", attached);
        isRefused(provider, "mkdir /stage; ln -s " + to + " /stage/deep", attached);
      }
      isRefused(provider, "mkdir /stage; : > /stage/deep", attached);
    }
    try (var files = Files.list(trap)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void directoriesOfTheEnvironmentAreNoHindrance(Mechanism mechanism) throws Exception {
    var provider = providers.open(mechanism);
    String script = "mkdir -p /stage/deep/private; ln -s /tmp /elsewhere; : > /stage/file";
    try (var sandbox = over(provider, script, attachments())) {
      var result =
          sandbox.exec(Command.bash("cd /stage; echo x > deep/private/x; ls deep file", LIMITS));
      assertEquals("file\n\ndeep:\ngiven\nprivate\n", result.stdout());
      try (var forked = sandbox.fork()) {
        assertTrue(forked.exec(Command.bash("ls /stage/deep/given", LIMITS)).ok());
      }
    }
  }
}
