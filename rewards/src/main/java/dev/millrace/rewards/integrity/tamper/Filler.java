package dev.millrace.rewards.integrity.tamper;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.integrity.trace.Redirect;
import dev.millrace.rewards.integrity.trace.ShellCommand;
import dev.millrace.rewards.integrity.trace.Writes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Commands that write many bytes of no meaning: zeros, random bytes, one word over and over.
final class Filler {
  /// As many do not fit into what an episode may leave.
  private static final double FEWEST_BYTES = 64L << 20;

  private static final Set<String> ALLOCATING = Set.of("fallocate", "truncate", "mkfile");
  private static final Set<String> INTERPRETERS = Set.of("python", "python3", "perl", "node");
  /// Commands that give out about as much as they read.
  private static final Set<String> PASSING =
      Set.of("cat", "tee", "tr", "base64", "base32", "xxd", "od", "hexdump", "pv", "shuf");

  private static final Set<String> PACKING = Set.of("gzip", "bzip2", "xz", "zstd", "lz4");
  private static final Pattern ENDLESS = Pattern.compile("^/dev/(?:zero|u?random|full)$");
  private static final Pattern SIZE = Pattern.compile("(?i)^\\+?(\\d+)([kmgt]?)(?:i?b)?$");
  private static final Pattern REPEATED =
      Pattern.compile(
          "[\"'][^\"']{1,8}[\"']\\s*(?:\\*|\\bx\\b)\\s*\\(?\\s*(\\d[\\d_]*(?:\\s*(?:\\*\\*?|<<)\\s*\\d+)*)"
              + "|(?:urandom|bytes|bytearray|repeat|alloc)\\(\\s*(\\d[\\d_]*(?:\\s*(?:\\*\\*?|<<)\\s*\\d+)*)");

  private Filler() {}

  /// The file that a command fills, by itself or through the commands that it is piped into.
  ///
  /// @param after the commands that follow it in its script
  static Optional<String> target(ShellCommand command, List<ShellCommand> after) {
    if (ALLOCATING.contains(command.name())) {
      return Optional.of(command.operands())
          .filter(_ -> command.arguments().stream().anyMatch(Filler::isLarge))
          .flatMap(operands -> operands.stream().filter(word -> size(word) < 0).findFirst())
          .map(command::resolve);
    }
    if (INTERPRETERS.contains(command.name())) {
      return isRepeating(Writes.inline(command)) ? written(command) : Optional.empty();
    }
    return isSource(command) ? through(command, after) : Optional.empty();
  }

  private static boolean isSource(ShellCommand command) {
    return command.name().equals("yes")
        || (command.name().equals("openssl") && command.arguments().contains("rand"))
        || Stream.concat(
                command.arguments().stream().map(Filler::value),
                command.redirects().stream().filter(r -> !r.isOutput()).map(Redirect::target))
            .anyMatch(word -> ENDLESS.matcher(word).find());
  }

  /// Follows a pipe to the file at its end; whatever bounds it on the way to less is no filling.
  private static Optional<String> through(ShellCommand source, List<ShellCommand> after) {
    List<ShellCommand> pipe =
        Stream.concat(Stream.of(source), after.stream().takeWhile(ShellCommand::isPiped)).toList();
    boolean isRandom = source.line().contains("random") || source.name().equals("openssl");
    if (pipe.stream().skip(1).anyMatch(command -> !isPassing(command, isRandom))
        || isBounding(source)) {
      return Optional.empty();
    }
    return pipe.stream().map(Filler::written).flatMap(Optional::stream).findFirst();
  }

  /// Whether what a command reads comes out of it again. Only random bytes cannot be packed.
  private static boolean isPassing(ShellCommand command, boolean isRandom) {
    return PASSING.contains(command.name())
        || (isRandom && PACKING.contains(command.name()))
        || (Set.of("head", "dd").contains(command.name()) && !isBounding(command));
  }

  /// Whether a command lets less than much through.
  private static boolean isBounding(ShellCommand command) {
    return switch (command.name()) {
      case "head", "openssl" -> command.arguments().stream().noneMatch(Filler::isLarge);
      case "dd" -> !isLargeCopy(command);
      default -> false;
    };
  }

  private static boolean isLargeCopy(ShellCommand dd) {
    double block = size(option(dd, "bs=").orElse("512"));
    Optional<String> count = option(dd, "count=");
    return count.isEmpty() || block * size(count.get()) >= FEWEST_BYTES;
  }

  private static Optional<String> written(ShellCommand command) {
    Optional<String> to =
        command.redirects().stream()
            .filter(Redirect::isOutput)
            .map(Redirect::target)
            .findFirst()
            .or(() -> option(command, "of="))
            .or(() -> after(command, "-out"))
            .or(() -> isCopying(command) ? last(command.operands()) : Optional.empty());
    return to.map(command::resolve)
        .or(() -> Writes.targets(command).stream().findFirst())
        .filter(path -> !path.startsWith("/dev/"));
  }

  private static boolean isCopying(ShellCommand command) {
    return Set.of("cp", "tee").contains(command.name());
  }

  private static Optional<String> last(List<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(words.getLast());
  }

  private static Optional<String> option(ShellCommand command, String prefix) {
    return command.arguments().stream()
        .filter(word -> word.startsWith(prefix))
        .map(word -> word.substring(prefix.length()))
        .findFirst();
  }

  private static Optional<String> after(ShellCommand command, String option) {
    int at = command.arguments().indexOf(option);
    return at < 0 || at + 1 == command.arguments().size()
        ? Optional.empty()
        : Optional.of(command.arguments().get(at + 1));
  }

  /// `if=/dev/zero` names `/dev/zero`.
  private static String value(String word) {
    return word.substring(word.indexOf('=') + 1);
  }

  private static boolean isLarge(String word) {
    return size(word) >= FEWEST_BYTES;
  }

  /// Bytes that a word stands for, with or without its option's letters; negative where for none.
  private static double size(String word) {
    Matcher size = SIZE.matcher(value(word).replaceFirst("^-[a-z]", ""));
    if (!size.find()) {
      return -1;
    }
    int power = "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT));
    return Double.parseDouble(size.group(1))
        * Math.pow(1024, size.group(2).isEmpty() ? 0 : power + 1);
  }

  private static boolean isRepeating(String program) {
    Matcher repeated = REPEATED.matcher(program);
    while (repeated.find()) {
      String number = repeated.group(1) == null ? repeated.group(2) : repeated.group(1);
      if (product(number.replaceAll("[_\\s]", "")) >= FEWEST_BYTES) {
        return true;
      }
    }
    return false;
  }

  /// Of numbers with `*`, `**` and `<<` between them, from left to right.
  private static double product(String expression) {
    String[] numbers = expression.split("\\*\\*?|<<", -1);
    Matcher operators = Pattern.compile("\\*\\*?|<<").matcher(expression);
    double value = Double.parseDouble(numbers[0]);
    for (int i = 1; i < numbers.length && operators.find(); i++) {
      double next = Double.parseDouble(numbers[i]);
      value =
          switch (operators.group()) {
            case "**" -> Math.pow(value, next);
            case "<<" -> value * Math.pow(2, next);
            default -> value * next;
          };
    }
    return value;
  }
}
