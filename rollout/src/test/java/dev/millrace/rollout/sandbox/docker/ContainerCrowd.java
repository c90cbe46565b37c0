package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.harbor.HarborTasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A program for tests that kill it: containers that all run a command which does not end, a fork
/// of each second one, a shell in each third one, a captured one, and an image of a Dockerfile that
/// is being built. Says `ready` when all of them run.
final class ContainerCrowd {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(5), 256L << 20, 1024);

  private ContainerCrowd() {}

  /// @param args the variable that names the engine, a directory with a task, and how many
  public static void main(String[] args) throws Exception {
    var provider = DockerProvider.open(Engines.settings(args[0]));
    Environment slow =
        HarborTasks.open(Path.of(args[1]), Dockerfiles.ENGINE).tasks().getFirst().environment();
    int count = Integer.parseInt(args[2]);
    var environment = new Environment(List.of(), Map.of(), "/", null, "crowd");
    var running = new CountDownLatch(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = threads.submit(() -> provider.create(slow));
      for (int i = 0; i < count; i++) {
        int number = i;
        var _ =
            threads.submit(
                () -> {
                  Sandbox sandbox = provider.create(environment);
                  sandbox.exec(Command.bash("echo made > /made", LIMITS));
                  if (number % 2 == 0) {
                    sandbox.fork().fork().exec(Command.bash("cat /made", LIMITS));
                  }
                  if (number % 3 == 0) {
                    sandbox.capture(1 << 20);
                    sandbox.shell(LIMITS).run("sleep 1000 &", LIMITS.time());
                  }
                  running.countDown();
                  return sandbox.exec(Command.bash("sleep 1000", LIMITS));
                });
      }
      running.await();
      System.out.println("ready");
    }
  }
}
