package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Attachments.ReadOnly;
import dev.millrace.rollout.sandbox.Attachments.Scratch;
import dev.millrace.rollout.sandbox.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a sandbox needs to run [Launch]: this JDK and that class.
///
/// @param classes holds the class file
/// @param jdk of this process
record Launcher(Path classes, Path jdk) {
  static final int PORT = 41_417;
  static final String STATE = "/run/millrace/state";
  private static final String CLASSES = "/run/millrace/launch";
  private static final String SOCKETS = "/run/millrace/gateway";
  private static final long STATE_BYTES = 1L << 30;

  // Runtimes reserve far more addresses than they use, and the limit is one on addresses.
  private static final long ADDRESSES = 1L << 40;

  /// Unpacks the class.
  ///
  /// @param directory to unpack it in; read by every sandbox
  static Launcher in(Path directory) throws IOException {
    String name = Launch.class.getName().replace('.', '/') + ".class";
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    try (var content = Launch.class.getClassLoader().getResourceAsStream(name)) {
      if (content == null) {
        throw new IOException("this build lacks its class " + name);
      }
      Files.write(file, content.readAllBytes());
    }
    return new Launcher(directory, Path.of(System.getProperty("java.home")).toRealPath());
  }

  /// @param socket the gateway's on this host
  Attachments attachments(List<ReadOnly> tools, Path socket) {
    List<ReadOnly> all = new ArrayList<>(tools);
    all.add(new ReadOnly(classes, CLASSES));
    all.add(new ReadOnly(socket.toAbsolutePath().resolveSibling(""), SOCKETS));
    if (!jdk.startsWith("/usr")) {
      all.add(new ReadOnly(jdk, jdk.toString()));
    }
    return new Attachments(all, List.of(new Scratch(STATE, STATE_BYTES)), true);
  }

  Command command(AgentCommand agent, Path socket, Command.Limits limits) {
    String inside = SOCKETS + "/" + socket.getFileName();
    return new Command(
        List.of(
            jdk.resolve("bin/java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            CLASSES,
            Launch.class.getName()),
        Map.copyOf(agent.variables()),
        new LaunchPlan(List.of(new LaunchPlan.Way(PORT, inside)), agent).bytes(),
        new Command.Limits(
            limits.time(), Math.max(limits.memoryBytes(), ADDRESSES), limits.outputBytes()),
        Command.Streams.MERGED);
  }
}
