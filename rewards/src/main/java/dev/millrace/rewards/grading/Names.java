package dev.millrace.rewards.grading;

import com.google.re2j.Pattern;
import dev.millrace.rollout.task.grading.Matching;
import java.util.List;

/// Makes names comparable.
final class Names {
  private static final List<Pattern> TIMES =
      List.of(
          Pattern.compile("(?i)\\s*\\[\\s*\\d+(?:\\.\\d+)?\\s*(?:ms|s)\\s*\\]\\s*$"),
          Pattern.compile("(?i)\\s+in\\s+\\d+(?:\\.\\d+)?\\s+(?:msec|sec)\\b"),
          Pattern.compile("(?i)\\s*\\(\\s*\\d+(?:\\.\\d+)?\\s*(?:ms|s)\\s*\\)\\s*$"));
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[\\d+m");

  private Names() {}

  static String comparable(Matching.Names rule, String name) {
    return switch (rule) {
      case AS_PRINTED -> name;
      case WITHOUT_TIMES -> withoutTimes(name);
      case UP_TO_DASH -> upToDash(COLOUR.matcher(name).replaceAll(""));
    };
  }

  private static String withoutTimes(String name) {
    String shorter = name;
    for (Pattern time : TIMES) {
      shorter = time.matcher(shorter).replaceAll("");
    }
    return shorter.strip();
  }

  private static String upToDash(String name) {
    int dash = name.indexOf(" - ");
    return dash < 0 ? name : name.substring(0, dash);
  }
}
