package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.rollout.task.Environment;
import java.nio.file.Path;
import java.time.Duration;

/// What a group of attempts to get out of a sandbox stands on.
public interface EscapeRules {
  Command.Limits LIMITS = new Command.Limits(Duration.ofSeconds(60), 256L << 20, 16_384);
  Command.Limits SHORT = new Command.Limits(Duration.ofSeconds(4), 256L << 20, 16_384);
  String SECRET = "only the host knows";

  /// The provider under test, the same for all tests of a class.
  SandboxProvider provider();

  Environment environment();

  /// The sandbox that tries.
  Sandbox attacker();

  /// A directory of the host's with the file `secret` alone in it.
  Path host();

  default ExecResult tries(String script) throws InterruptedException {
    return attacker().exec(Command.bash(script, LIMITS));
  }

  default void fails(String script) throws InterruptedException {
    var result = tries(script);
    assertFalse(result.ok(), () -> script + " gave " + result);
  }

  static String python(String program) {
    return "python3 - <<'END'\n" + program + "\nEND\n";
  }

  default boolean isFull(String protection) {
    return provider().protections().all().stream()
        .anyMatch(
            one -> one.name().equals(protection) && one.strength() == Protections.Strength.FULL);
  }
}
