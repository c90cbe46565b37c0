package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A supervisor in a terminal, which its sandboxes try to type into.
final class TerminalTest {
  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsTypedIntoTheSupervisorsTerminal(Mechanism mechanism) throws Exception {
    Path directory = providers.directory();
    // Makes the cache, or skips the test.
    providers.open(mechanism, directory).close();
    String said = inTerminal(mechanism, directory);
    assertTrue(said.contains("supervisor: has a terminal"), said);
    // What is typed outside of a sandbox arrives, or the test would show nothing.
    if (mayType()) {
      assertTrue(said.contains("outside: own session, a terminal, typed"), said);
    }
    assertTrue(said.contains("command: own session, no terminal, refused"), said);
    assertTrue(said.contains("shell: own session, no terminal, refused"), said);
    assertEquals(mayType() ? List.of("outside") : List.of(), typed(said), said);
  }

  /// Linux 6.2 and newer leave it to the administrator, who may always.
  private static boolean mayType() {
    String allowed = Host.local().read("/proc/sys/dev/tty/legacy_tiocsti").orElse("1").strip();
    return allowed.equals("1") || System.getProperty("user.name").equals("root");
  }

  private static List<String> typed(String said) {
    return said.lines()
        .filter(line -> line.startsWith("arrived: "))
        .map(line -> line.substring("arrived: ".length()))
        .toList();
  }

  private static String inTerminal(Mechanism mechanism, Path directory) throws Exception {
    assumeTrue(Host.local().program("script").isPresent(), "no script(1): no terminal is made");
    List<String> java = new ArrayList<>();
    java.add(ProcessHandle.current().info().command().orElseThrow());
    java.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    java.addAll(List.of(InTerminal.class.getName(), mechanism.name(), directory.toString()));
    List<String> words = java.stream().map(CommandScript::quoted).toList();
    Process process =
        new ProcessBuilder("script", "-qefc", "exec " + String.join(" ", words), "/dev/null")
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
      return said;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
