package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A program for tests that kill it: sandboxes that all run a command which does not end, a fork
/// of each second one, a shell in each third one, a way into the network of each fourth one.
/// Says `ready` when all of them run.
final class Crowd {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(5), 256L << 20, 1024);

  private Crowd() {}

  /// @param args the mechanism, the directory and how many
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    int count = Integer.parseInt(args[2]);
    var provider =
        NamespaceProvider.open(
            NamespaceSettings.of(directory.resolve("cache"), directory.resolve("scratch"))
                .withMechanism(Mechanism.valueOf(args[0])));
    var environment =
        new Environment(
            List.of(new Environment.Step.Run("echo built > /built", "/", Map.of())),
            Map.of(),
            "/",
            null,
            "crowd");
    var running = new CountDownLatch(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        var _ =
            threads.submit(
                () -> {
                  Sandbox sandbox =
                      provider.create(number % 4 == 1 ? connected(environment) : environment);
                  sandbox.exec(
                      Command.bash("cat /built; chmod 000 /built; mkdir -m 0 /shut", LIMITS));
                  if (number % 2 == 0) {
                    sandbox.fork().exec(Command.bash("cat /built", LIMITS));
                  }
                  if (number % 3 == 0) {
                    sandbox.shell(LIMITS).run("sleep 1000 &", LIMITS.time());
                  }
                  running.countDown();
                  return sandbox.exec(
                      Command.bash("sleep 1000 & setsid sleep 1000 & wait", LIMITS));
                });
      }
      running.await();
      System.out.println("ready");
    }
  }

  private static Environment connected(Environment environment) {
    Network network = new Network.Given(List.of("localhost"));
    return environment.with(new Needs(new BaseImage.Any(), network, network));
  }
}
