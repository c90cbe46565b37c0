package dev.millrace.rewards.integrity.trace;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which files a command writes, as far as its words show.
public final class Writes {
  private static final Set<String> ALL_OPERANDS =
      Set.of("tee", "touch", "truncate", "rm", "mkdir", "unlink", "rmdir");
  private static final Set<String> LAST_OPERAND = Set.of("cp", "mv", "ln", "install", "rsync");
  private static final Set<String> INTERPRETERS =
      Set.of("python", "python3", "node", "perl", "ruby", "php");
  private static final Pattern OPENED =
      Pattern.compile(
          "(?:open|Path|writeFileSync|writeFile)\\(\\s*[rf]?[\"']([^\"']+)[\"']"
              + "(?:\\s*,\\s*[\"'][wax]|\\)\\.write_|\\s*,)");

  private Writes() {}

  /// Absolute paths, those of inline programs included.
  public static List<String> targets(ShellCommand command) {
    List<String> targets = new ArrayList<>();
    command.redirects().stream()
        .filter(Redirect::isOutput)
        .map(Redirect::target)
        .filter(target -> !target.startsWith("/dev/"))
        .forEach(targets::add);
    List<String> operands = command.operands();
    if (ALL_OPERANDS.contains(command.name())) {
      targets.addAll(operands);
    } else if (LAST_OPERAND.contains(command.name()) && operands.size() > 1) {
      targets.add(operands.getLast());
    } else if (command.name().equals("sed")
        && command.arguments().stream().anyMatch(a -> a.startsWith("-i"))) {
      targets.addAll(operands.stream().skip(1).toList());
    } else if (INTERPRETERS.contains(command.name())) {
      Matcher opened = OPENED.matcher(inline(command));
      while (opened.find()) {
        targets.add(opened.group(1));
      }
    }
    return targets.stream().filter(target -> !target.isEmpty()).map(command::resolve).toList();
  }

  /// The program that an interpreter was given on its command line or its input.
  public static String inline(ShellCommand command) {
    int option = Math.max(command.arguments().indexOf("-c"), command.arguments().indexOf("-e"));
    String given =
        option >= 0 && option + 1 < command.arguments().size()
            ? command.arguments().get(option + 1)
            : "";
    return Stream.of(given, command.stdin()).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }
}
