package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a group of rules for sandboxes stands on.
interface SandboxRules {
  Command.Limits LIMITS = new Command.Limits(Duration.ofSeconds(60), 1L << 30, 16_384);

  /// The provider under test, the same for all tests of a class.
  SandboxProvider provider();

  /// A directory with `repo/read.me` and the program `repo/bin/tool`.
  Path context();

  /// An environment of the steps over that directory.
  Environment environment(String digest, Environment.Step... steps);

  /// A sandbox with the directory's files and some more in `/app`.
  default Sandbox plain() throws InterruptedException {
    return provider()
        .create(
            environment(
                "plain",
                new Environment.Step.Copy(List.of("repo"), "/app/"),
                new Environment.Step.Run(
                    "mkdir -p old/deep && echo 1 > old/deep/a && ln -s old link && echo k > keep",
                    "/app",
                    Map.of())));
  }

  /// What a script writes that ends well.
  static String run(Sandbox sandbox, String script) throws InterruptedException {
    var result = sandbox.exec(Command.bash(script, LIMITS));
    assertTrue(result.ok(), result.toString());
    return result.stdout();
  }
}
