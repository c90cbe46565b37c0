package dev.millrace.rewards.integrity.trace;

import java.util.List;
import java.util.Map;

/// One simple command of a script, quotes removed and wrappers such as `sudo` and `env` taken off.
///
/// @param name the program without its directory, e.g. `git`; empty where there are only
///     assignments
/// @param arguments after the name; what a substitution gives is not known and stands as written
/// @param assignments before the name, e.g. `LD_PRELOAD=x.so`
/// @param stdin a here-document or here-string; empty where there is none
/// @param directory where it runs, as far as `cd` before it shows
/// @param isPiped whether it reads what the command before it wrote
public record ShellCommand(
    String name,
    List<String> arguments,
    Map<String, String> assignments,
    List<Redirect> redirects,
    String stdin,
    String directory,
    boolean isPiped) {
  public ShellCommand {
    arguments = List.copyOf(arguments);
    assignments = Map.copyOf(assignments);
    redirects = List.copyOf(redirects);
  }

  /// The arguments that are no options.
  public List<String> operands() {
    return arguments.stream().filter(argument -> !argument.startsWith("-")).toList();
  }

  public boolean hasOption(String... options) {
    List<String> wanted = List.of(options);
    return arguments.stream().anyMatch(wanted::contains);
  }

  /// The command as one line, for evidence.
  public String line() {
    return (name + " " + String.join(" ", arguments)).strip();
  }

  /// A path as this command means it, absolute and without `.` and `..`.
  public String resolve(String path) {
    return Paths.resolve(directory, path);
  }
}
