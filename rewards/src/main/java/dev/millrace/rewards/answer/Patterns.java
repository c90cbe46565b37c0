package dev.millrace.rewards.answer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.Texts;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rollout.pattern.LinearPatterns;

/// Text that an expected regular expression matches whole, in linear time.
final class Patterns {
  private Patterns() {}

  static Match compare(String answer, String expected) throws UnreadableException {
    try {
      return LinearPatterns.compile(expected, Pattern::compile).matches(answer.strip())
          ? new Match.Same()
          : new Match.Different(Texts.quote(answer) + " does not match " + expected);
    } catch (PatternSyntaxException e) {
      throw new UnreadableException(expected + " is no regular expression: " + e.getDescription());
    }
  }

  static Match check(String expected) throws UnreadableException {
    compare("", expected);
    return new Match.Same();
  }
}
