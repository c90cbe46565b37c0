package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IgnoreRulesTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, a/b, true",
    "a, ab, false",
    "a, b/a, false",
    "/a/, a/b, true",
    "*.md, x.md, true",
    "*.md, d/x.md, false",
    "**/*.md, x.md, true",
    "**/*.md, d/e/x.md, true",
    "d/**, d/e/f, true",
    "a?c, abc, true",
    "[ab].x, b.x, true",
    "x{1}, x{1}, true",
    "'*\\n!keep', keep, false",
    "'*\\n!keep', keep/x, false",
    "'*\\n!keep', other, true",
    "'*\\n!keep\\nkeep/not', keep/not, true",
    "'# a\\n\\n', a, false",
  })
  void theLastPatternThatMatchesSays(String text, String path, boolean isIgnored)
      throws IOException {
    assertEquals(isIgnored, IgnoreRules.of(text.replace("\\n", "\n")).isIgnored(path));
  }
}
