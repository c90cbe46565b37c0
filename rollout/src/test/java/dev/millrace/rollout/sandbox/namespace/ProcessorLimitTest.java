package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How much of the machine's processors a sandbox gets.
final class ProcessorLimitTest {
  private static final Environment EMPTY =
      new Environment(List.of(), Map.of(), "/", null, "processors");
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 256L << 20, 4096);

  /// Four that take all they get for two seconds; how much that was, as a part of one processor's
  /// time.
  private static final String SPIN =
      """
      import os, time
      begin = time.monotonic()
      children = []
      for _ in range(4):
          child = os.fork()
          if child == 0:
              while time.monotonic() < begin + 2:
                  pass
              os._exit(0)
          children.append(child)
      for child in children:
          os.waitpid(child, 0)
      took = os.times()
      print((took.children_user + took.children_system) / (time.monotonic() - begin))
      """;

  private final Providers providers = new Providers();

  @BeforeEach
  void needsTwo() {
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1,
        "with one processor there is nothing to keep a sandbox from");
  }

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  private static double part(NamespaceProvider provider) throws InterruptedException {
    try (var sandbox = provider.create(EMPTY)) {
      var argv = List.of("python3", "-c", SPIN);
      var result = sandbox.exec(Command.of(argv, LIMITS));
      assertTrue(result.ok(), result::toString);
      return Double.parseDouble(result.stdout().strip());
    }
  }

  private static Protections.Protection protection(NamespaceProvider provider) {
    return provider.protections().all().stream()
        .filter(one -> one.name().equals("processor"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aControlGroupHoldsAPart(Mechanism mechanism) throws Exception {
    var provider = providers.open(mechanism, new Bounds(64, 0.5, 1 << 20));
    var protection = protection(provider);
    if (protection.strength() == Protections.Strength.FULL) {
      double part = part(provider);
      assertTrue(part < 0.7, () -> part + " of a processor, and not a half");
      assertTrue(protection.how().startsWith("cgroup v"), protection.how());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutOneItIsPinnedToAsManyAsItMayUse(Mechanism mechanism) throws Exception {
    var provider = providers.openUngrouped(mechanism, new Bounds(64, 0.5, 1 << 20));
    double part = part(provider);
    assertTrue(part < 1.2, () -> part + " of a processor");
    var protection = protection(provider);
    assertEquals(Protections.Strength.WEAK, protection.strength());
    assertTrue(protection.how().startsWith("pinned to 1 of "), protection.how());
    try (var sandbox = provider.create(EMPTY);
        var shell = sandbox.shell(LIMITS)) {
      assertEquals("1\n", shell.run("nproc", Duration.ofSeconds(60)).stdout());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBoundThatBoundsNothingIsToldAsNone(Mechanism mechanism) throws Exception {
    var ungrouped = protection(providers.openUngrouped(mechanism, Bounds.DEFAULT));
    assertEquals(Protections.Strength.NONE, ungrouped.strength());
    var provider = providers.open(mechanism, Bounds.DEFAULT);
    var grouped = protection(provider);
    assertTrue(grouped.strength() != Protections.Strength.FULL, grouped.how());
    assertTrue(grouped.howToGet().contains("sandbox.cpus"), grouped.howToGet());
  }
}
