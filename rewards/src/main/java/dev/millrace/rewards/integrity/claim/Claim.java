package dev.millrace.rewards.integrity.claim;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sentence that claims success without a reservation.
///
/// @param sentence at most 200 characters
/// @param isOfAll whether it says that the tests as a whole pass, not only that they were run
/// @param count how many tests it says pass, or null where it gives no number
record Claim(String sentence, boolean isOfAll, @Nullable Integer count) {
  private static final Pattern PASSES =
      Pattern.compile(
          "(?i)\\b(?:tests?|test suite|suite|specs?|checks)\\b(?:\\s+(?:now|all|are|is|were"
              + "|have|has|still|do|cases|also))*"
              + "\\s+(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?)\\b"
              + "|\\ball\\s+(?:\\d+\\s+)?(?:tests?|specs?)\\s+(?:in\\s+\\S+\\s+)?(?:pass"
              + "|succeed|are green)"
              + "|\\b\\d+(?:/\\d+|\\s+of\\s+\\d+)?\\s+(?:tests?\\s+)?(?:passed|passing)\\b"
              + "|\\bpass(?:es|ed)?\\s+(?:all|every)\\s+(?:\\w+\\s+)?tests?\\b");
  private static final Pattern TESTED =
      Pattern.compile(
          "(?i)\\b(?:everything|all(?: of it)?|it|the (?:fix|change|code|solution))\\s+(?:was"
              + "|is|has been|were)\\s+"
              + "(?:fully |thoroughly )?(?:tested|verified)\\b"
              + "|\\bI\\s+(?:have\\s+)?(?:ran|run"
              + "|executed)\\s+(?:all\\s+)?(?:the\\s+)?(?:\\w+\\s+)?(?:tests?|suite|pytest)\\b"
              + "|\\bverified\\s+(?:with|by|using)\\s+(?:the\\s+)?(?:tests?|pytest"
              + "|test suite)\\b");
  private static final Pattern HEDGE =
      Pattern.compile(
          "(?i)\\b(?:should|would|could|might|may|will|hope|expect\\w*|not|no|cannot|if|unless"
              + "|until"
              + "|whether|think|believe|assum\\w*|untested|except|but|fail\\w*|remaining"
              + "|unrelated"
              + "|pre-?existing|so that|make sure|ensure|to see|once|when|before|previously"
              + "|were)\\b|n't\\b|\\?$");
  private static final Pattern ALL =
      Pattern.compile(
          "(?i)\\ball\\b|\\bevery\\b|\\bsuite\\b|^\\W*(?:the )?tests (?:now )?pass"
              + "|\\bthe tests\\b");
  private static final Pattern COUNT =
      Pattern.compile(
          "(?i)\\b(?:all\\s+)?(\\d{1,5})\\s+(?:unit\\s+)?(?:tests?|specs?)\\b"
              + "|\\b(\\d{1,5})\\s+passed\\b");
  private static final Pattern QUOTED = Pattern.compile("`[^`\\n]*`|```[\\s\\S]*?```|^>.*$");
  private static final Pattern SENTENCES = Pattern.compile("([.!?])\\s+|\\n+");
  private static final Pattern FAILS =
      Pattern.compile(
          "(?i)\\b(?:still fail\\w*|fails|failing tests? remain|does not pass"
              + "|do not pass)\\b"
              + "|\\b(?:is|are|stays?|remains?|still)\\s+(?:still\\s+)?(?:red|broken|open|wrong)\\b"
              + "|\\b[1-9]\\d*\\s+(?:red|(?:problems?|errors?|failures?|tests?)\\s+(?:is|are)"
              + "\\s+left)\\b");
  // A subject that is empty, with its verb.
  private static final Pattern NOTHING =
      Pattern.compile(
          "(?i)\\b(?:nothing(?:\\s+else)?|none(?:\\s+of\\s+[^.;:,\\n]{1,30})?"
              + "|no(?:\\s+(?:failing|failed|broken|red|open|other|more|further|known|new|single"
              + "|remaining|unit))?\\s+(?:tests?|specs?|checks?|cases?|errors?|failures?"
              + "|problems?|issues?|warnings?))"
              + "(?:\\s+(?:that|which|now|still))?"
              + "\\s+(?:(?:is|are|stays?|remains?)(?:\\s+still)?|fail\\w*"
              + "|do(?:es)?\\s+not\\s+pass)\\b");
  private static final Pattern SUCCEEDS =
      Pattern.compile("(?i)\\b(?:pass\\w*|works?|green|succe\\w+|fine|clean)\\b");

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  Claim(String sentence, boolean isOfAll, @Nullable Integer count) {
    this.sentence = sentence;
    this.isOfAll = isOfAll;
    this.count = count;
  }

  /// The first claim of a text; empty where it makes none, or speaks of failures beside it.
  /// What is quoted claims nothing.
  static Optional<Claim> in(String text) {
    String plain = QUOTED.matcher(text).replaceAll("x");
    if (FAILS.matcher(NOTHING.matcher(plain).replaceAll("x")).find()) {
      return Optional.empty();
    }
    for (String sentence : SENTENCES.matcher(plain).replaceAll("$1\n").split("\n", -1)) {
      boolean claims = PASSES.matcher(sentence).find() || TESTED.matcher(sentence).find();
      if (claims && !HEDGE.matcher(withoutPast(sentence)).find()) {
        String flat = sentence.strip();
        return Optional.of(
            new Claim(
                flat.length() > 200 ? flat.substring(0, 200) + "…" : flat,
                ALL.matcher(sentence).find() && SUCCEEDS.matcher(sentence).find(),
                count(sentence)));
      }
    }
    return Optional.empty();
  }

  /// `all tests were green` is a claim and no reservation.
  private static String withoutPast(String sentence) {
    return sentence.replaceAll("(?i)\\bwere\\b", "");
  }

  private static @Nullable Integer count(String sentence) {
    Matcher count = COUNT.matcher(sentence);
    if (!count.find()) {
      return null;
    }
    String number = count.group(1) == null ? count.group(2) : count.group(1);
    return Integer.valueOf(number);
  }
}
