package dev.millrace.rewards.integrity.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The simple commands of a shell script, in order; what `bash -c`, `eval`, `xargs` and
/// `find -exec` run stands after the command that names it. What is only quoted or written to a
/// file is no command.
public final class Script {
  private static final int DEEPEST = 5;
  private static final Set<String> KEYWORDS =
      Set.of("if", "then", "else", "elif", "fi", "do", "done", "while", "until", "{", "}", "!");
  private static final Set<String> SHELLS = Set.of("bash", "sh", "zsh", "dash", "ksh");

  private final List<ShellCommand> commands = new ArrayList<>();
  private String directory;

  private Script(String directory) {
    this.directory = directory;
  }

  /// @param directory where the script starts
  public static List<ShellCommand> commands(String script, String directory) {
    Script read = new Script(directory);
    read.add(script, 0);
    return List.copyOf(read.commands);
  }

  private void add(String script, int depth) {
    for (RawCommand raw : ShellReader.read(script)) {
      add(raw.words, raw, depth);
    }
  }

  private void add(List<String> all, RawCommand raw, int depth) {
    List<String> words = new ArrayList<>(all);
    Map<String, String> assignments = new HashMap<>();
    Wrappers.takeOff(words, KEYWORDS, assignments);
    String name = words.isEmpty() ? "" : Paths.name(words.getFirst());
    List<String> arguments = words.isEmpty() ? List.of() : words.subList(1, words.size());
    commands.add(
        new ShellCommand(
            name, arguments, assignments, raw.redirects, raw.stdin, directory, raw.isPiped));
    if (name.equals("cd") || name.equals("pushd")) {
      enter(arguments);
    }
    if (depth < DEEPEST) {
      inner(name, arguments, raw, depth + 1);
    }
  }

  private void enter(List<String> arguments) {
    arguments.stream()
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .ifPresent(target -> directory = Paths.resolve(directory, target));
  }

  private void inner(String name, List<String> arguments, RawCommand raw, int depth) {
    if (SHELLS.contains(name)) {
      int option = optionC(arguments);
      if (option >= 0 && option + 1 < arguments.size()) {
        add(arguments.get(option + 1), depth);
      } else if (!raw.stdin.isEmpty() && arguments.stream().allMatch(a -> a.startsWith("-"))) {
        add(raw.stdin, depth);
      }
    } else if (name.equals("eval")) {
      add(String.join(" ", arguments), depth);
    } else if (name.equals("xargs")) {
      add(withoutOptions(arguments), raw, depth);
    } else if (name.equals("find")) {
      int exec = Math.max(arguments.indexOf("-exec"), arguments.indexOf("-execdir"));
      if (exec >= 0 && exec + 1 < arguments.size()) {
        add(arguments.subList(exec + 1, arguments.size()), new RawCommand(), depth);
      }
    }
  }

  private static int optionC(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("-") && !argument.startsWith("--") && argument.endsWith("c")) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> withoutOptions(List<String> arguments) {
    int i = 0;
    while (i < arguments.size() && arguments.get(i).startsWith("-")) {
      boolean takesNext = Set.of("-I", "-n", "-P", "-L", "-d", "-a").contains(arguments.get(i));
      i += takesNext ? 2 : 1;
    }
    return arguments.subList(Math.min(i, arguments.size()), arguments.size());
  }
}
