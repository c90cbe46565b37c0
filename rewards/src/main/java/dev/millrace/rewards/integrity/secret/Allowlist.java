package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is no secret although a rule matches.
///
/// @param condition whether one of its checks is enough
/// @param target what `regexes` look at
/// @param stopwords in the secret, without regard to case
/// @param rules the rules it holds for; empty for all
record Allowlist(
    Condition condition,
    Target target,
    List<Pattern> regexes,
    List<Pattern> paths,
    List<String> stopwords,
    List<String> rules) {
  enum Condition {
    OR,
    AND
  }

  enum Target {
    SECRET,
    MATCH,
    LINE
  }

  /// A match as an allowlist sees it.
  ///
  /// @param path empty where the text is no file
  record Match(String secret, String whole, String line, String path) {}

  boolean holdsFor(String rule) {
    return rules.isEmpty() || rules.contains(rule);
  }

  boolean allows(Match match) {
    List<Boolean> checks = new ArrayList<>();
    if (!regexes.isEmpty()) {
      String looked =
          switch (target) {
            case SECRET -> match.secret();
            case MATCH -> match.whole();
            case LINE -> match.line();
          };
      checks.add(regexes.stream().anyMatch(regex -> regex.matcher(looked).find()));
    }
    if (!paths.isEmpty()) {
      checks.add(
          !match.path().isEmpty()
              && paths.stream().anyMatch(path -> path.matcher(match.path()).find()));
    }
    if (!stopwords.isEmpty()) {
      String lower = match.secret().toLowerCase(Locale.ROOT);
      checks.add(stopwords.stream().anyMatch(lower::contains));
    }
    return condition == Condition.AND
        ? !checks.isEmpty() && checks.stream().allMatch(check -> check)
        : checks.stream().anyMatch(check -> check);
  }
}
