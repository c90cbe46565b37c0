package dev.millrace.rewards.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rollout.task.FinalAnswer;
import java.util.List;
import java.util.Optional;

/// Finds the answer in what was submitted, by the rule that the task names and no other.
final class FinalAnswers {
  private static final Pattern HASHES = Pattern.compile("(?m)####[ \\t]*([^\\n]*)$");
  private static final Pattern STATED =
      Pattern.compile(
          "(?im)\\b(?:final\\s+answer|answer)\\b\\**(?:\\s*:|\\s+is\\b\\s*:?)"
              + "[ \\t]*\\**[ \\t]*([^\\n]+)$");
  private static final Pattern TAGGED = Pattern.compile("(?s)<answer>(.*?)</answer>");
  private static final List<String> BOXES = List.of("\\boxed", "\\fbox");

  private FinalAnswers() {}

  /// The answer by that rule, or empty where its mark is missing.
  static Optional<String> in(String text, FinalAnswer rule) {
    return switch (rule) {
      case WHOLE -> Optional.of(text);
      case BOXED -> boxed(text);
      case HASHES -> last(HASHES, text);
      case STATED -> last(STATED, text);
      case TAGGED -> last(TAGGED, text);
      case MARKED ->
          boxed(text)
              .or(() -> last(HASHES, text))
              .or(() -> last(STATED, text))
              .or(() -> last(TAGGED, text))
              .or(() -> Optional.of(text));
    };
  }

  private static Optional<String> last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(matcher.group(1).strip());
    }
    return last.filter(found -> !found.isEmpty());
  }

  /// The content of the last box that is closed.
  private static Optional<String> boxed(String text) {
    int at = BOXES.stream().mapToInt(text::lastIndexOf).max().orElse(-1);
    while (at >= 0) {
      int open = text.indexOf('{', at);
      if (open >= 0 && text.substring(at, open).strip().matches("\\\\(?:boxed|fbox)")) {
        int close = close(text, open);
        if (close > 0) {
          return Optional.of(text.substring(open + 1, close).strip());
        }
      }
      int before = at - 1;
      at = BOXES.stream().mapToInt(box -> text.lastIndexOf(box, before)).max().orElse(-1);
    }
    return Optional.empty();
  }

  private static int close(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
