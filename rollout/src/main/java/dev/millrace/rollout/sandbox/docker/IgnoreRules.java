package dev.millrace.rollout.sandbox.docker;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a `.dockerignore` leaves out of a build: the last pattern that a path or a directory above
/// it matches says so.
final class IgnoreRules {
  private final List<Rule> rules;

  private record Rule(Pattern pattern, boolean isIgnored) {}

  private IgnoreRules(List<Rule> rules) {
    this.rules = rules;
  }

  /// @throws IOException that names the line which is no pattern
  static IgnoreRules of(String text) throws IOException {
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String each : text.lines().map(String::strip).toList()) {
      number++;
      if (each.isEmpty() || each.startsWith("#")) {
        continue;
      }
      try {
        rules.add(rule(each));
      } catch (PatternSyntaxException e) {
        throw new IOException(
            ".dockerignore, line " + number + " (" + each + "), is no pattern: " + e.getMessage(),
            e);
      }
    }
    return new IgnoreRules(List.copyOf(rules));
  }

  private static Rule rule(String line) {
    boolean isException = line.startsWith("!");
    String path = (isException ? line.substring(1).strip() : line).replaceAll("^(\\./|/)+|/+$", "");
    // Whatever lies below goes with it.
    return new Rule(Pattern.compile(expression(path) + "(/.*)?"), !isException);
  }

  boolean isIgnored(String path) {
    boolean isIgnored = false;
    for (Rule rule : rules) {
      if (rule.isIgnored() != isIgnored && rule.pattern().matches(path)) {
        isIgnored = rule.isIgnored();
      }
    }
    return isIgnored;
  }

  private static String expression(String glob) {
    StringBuilder expression = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      if (glob.startsWith("**", at)) {
        at += 2;
        boolean isDirectories = at < glob.length() && glob.charAt(at) == '/';
        expression.append(isDirectories ? "(.*/)?" : ".*");
        at += isDirectories ? 1 : 0;
        continue;
      }
      if (c == '[' && glob.indexOf(']', at) > at) {
        int end = glob.indexOf(']', at);
        expression.append(glob, at, end + 1);
        at = end + 1;
        continue;
      }
      switch (c) {
        case '*' -> expression.append("[^/]*");
        case '?' -> expression.append("[^/]");
        default -> expression.append(Pattern.quote(String.valueOf(c)));
      }
      at++;
    }
    return expression.toString();
  }
}
