package dev.millrace.rewards.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rollout.task.FinalAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
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

  /// The content of the last box that is closed. One pass: boxes may be many, and open ones too.
  private static Optional<String> boxed(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    int from = -1;
    int to = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        open.push(i);
      } else if (c == '}' && !open.isEmpty()) {
        int brace = open.pop();
        if (brace > from && isBox(text, brace)) {
          from = brace;
          to = i;
        }
      }
    }
    return from < 0 ? Optional.empty() : Optional.of(text.substring(from + 1, to).strip());
  }

  /// Whether a brace is that of a box.
  private static boolean isBox(String text, int brace) {
    int end = brace;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    int before = end;
    return BOXES.stream().anyMatch(box -> text.startsWith(box, before - box.length()));
  }
}
