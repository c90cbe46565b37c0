package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.task.Environment;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program for a test that runs it in a terminal: a sandbox whose commands try to type into that.
/// Says what they could, and what has arrived.
final class InTerminal {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 256L << 20, 4096);

  private static final String TYPE =
      """
      import fcntl, os, sys, termios
      who = sys.argv[1]
      with open('/proc/self/stat') as stat:
          session, terminal = stat.read().rpartition(')')[2].split()[3:5]
      said = ['own session' if session != '0' else 'a session of others']
      said.append('no terminal' if terminal == '0' else 'a terminal')
      typed = 'refused'
      names = [0, 1, 2, '/dev/tty', '/dev/console'] + ['/dev/pts/%d' % i for i in range(64)]
      for name in names:
          try:
              fd = name if isinstance(name, int) else os.open(name, os.O_RDWR)
              for letter in who + '\\n':
                  fcntl.ioctl(fd, termios.TIOCSTI, letter.encode())
              typed = 'typed'
              break
          except OSError:
              pass
      said.append(typed)
      print(who + ':', ', '.join(said))
      """;

  private InTerminal() {}

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// @param args the mechanism and the directory
  public static void main(String[] args) throws Exception {
    System.out.println("supervisor: " + (isTerminal() ? "has a terminal" : "none"));
    Path directory = Path.of(args[1]);
    var settings =
        NamespaceSettings.of(directory.resolve("cache"), directory.resolve("scratch"))
            .withMechanism(Mechanism.valueOf(args[0]));
    var environment = new Environment(List.of(), Map.of(), "/", null, "terminal");
    String script = "python3 -c " + CommandScript.quoted(TYPE);
    try (var provider = NamespaceProvider.open(settings);
        var sandbox = provider.create(environment);
        var shell = sandbox.shell(LIMITS)) {
      System.out.print(sandbox.exec(Command.bash(script + " command", LIMITS)).stdout());
      System.out.print(shell.run(script + " shell", LIMITS.time()).stdout());
    }
    Process outside = new ProcessBuilder("python3", "-c", TYPE, "outside").inheritIO().start();
    outside.waitFor();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.ready()) {
      System.out.println("arrived: " + input.readLine());
    }
  }
}
