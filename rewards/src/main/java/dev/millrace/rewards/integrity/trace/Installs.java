package dev.millrace.rewards.integrity.trace;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Commands by which packages are installed.
public final class Installs {
  private static final Map<String, Set<String>> VERBS =
      Map.ofEntries(
          Map.entry("pip", Set.of("install", "download", "wheel")),
          Map.entry("pip3", Set.of("install", "download", "wheel")),
          Map.entry("uv", Set.of("add", "sync", "pip", "tool")),
          Map.entry("poetry", Set.of("add", "install", "update")),
          Map.entry("pipx", Set.of("install", "run")),
          Map.entry("conda", Set.of("install", "create", "update")),
          Map.entry("mamba", Set.of("install", "create", "update")),
          Map.entry("npm", Set.of("install", "i", "ci", "add", "update", "exec")),
          Map.entry("pnpm", Set.of("install", "i", "add", "update", "dlx")),
          Map.entry("yarn", Set.of("install", "add", "upgrade", "dlx")),
          Map.entry("bun", Set.of("install", "add")),
          Map.entry("cargo", Set.of("add", "install", "fetch", "update")),
          Map.entry("go", Set.of("get", "install")),
          Map.entry("gem", Set.of("install", "fetch")),
          Map.entry("bundle", Set.of("install", "update", "add")),
          Map.entry("composer", Set.of("install", "require", "update")),
          Map.entry("apt-get", Set.of("install", "update", "upgrade")),
          Map.entry("apt", Set.of("install", "update", "upgrade")),
          Map.entry("apk", Set.of("add", "update")),
          Map.entry("dnf", Set.of("install")),
          Map.entry("yum", Set.of("install")),
          Map.entry("brew", Set.of("install")),
          Map.entry("easy_install", Set.of()));

  private Installs() {}

  public static boolean isInstall(Action action) {
    return action.commands().stream().anyMatch(Installs::isInstall);
  }

  public static boolean isInstall(ShellCommand command) {
    ShellCommand plain = withoutPython(command);
    Set<String> verbs = VERBS.get(plain.name());
    return verbs != null
        && plain.operands().stream().findFirst().filter(verbs::contains).isPresent();
  }

  /// `python3 -m pip install x` as `pip install x`; any other command as it is.
  public static ShellCommand withoutPython(ShellCommand command) {
    List<String> arguments = command.arguments();
    int module = arguments.indexOf("-m");
    if (!command.name().startsWith("python") || module < 0 || module + 1 >= arguments.size()) {
      return command;
    }
    return new ShellCommand(
        arguments.get(module + 1),
        arguments.subList(module + 2, arguments.size()),
        command.assignments(),
        command.redirects(),
        command.stdin(),
        command.directory(),
        command.isPiped());
  }
}
