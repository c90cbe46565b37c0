package dev.millrace.rewards.answer.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Text as reading-comprehension sets compare it: lower case, without punctuation and the articles
/// `a`, `an` and `the`, word by word (Rajpurkar et al. 2016, arXiv 1606.05250). Unlike there, the
/// sign, the decimal point and the percent sign of a number stay: `-5` is not `5`.
public final class Words {
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final Pattern PUNCTUATION =
      Pattern.compile(
          "(?!(?<=\\d)\\.(?=\\d)|(?<![\\p{L}\\d])-(?=[\\d.])|(?<=\\d)[%°])[\\p{P}\\p{S}]");

  private Words() {}

  public static Match compare(String answer, String expected) throws UnreadableException {
    List<String> right = of(expected);
    if (right.isEmpty()) {
      throw new UnreadableException(Texts.quote(expected) + " holds no word but articles");
    }
    return Match.of(of(answer).equals(right), Texts.quote(answer), Texts.quote(expected));
  }

  /// How many words two texts share, 0 to 1: the harmonic mean of the share of the answer's words
  /// that are expected and of the expected ones that are there; a word counts as often as it
  /// stands.
  public static double f1(String answer, String expected) {
    List<String> given = of(answer);
    List<String> right = of(expected);
    int shared = shared(given, right);
    return shared == 0 ? 0 : 2.0 * shared / (given.size() + right.size());
  }

  private static int shared(List<String> given, List<String> right) {
    Map<String, Integer> left = new HashMap<>();
    right.forEach(word -> left.merge(word, 1, Integer::sum));
    int shared = 0;
    for (String word : given) {
      int rest = left.getOrDefault(word, 0);
      if (rest > 0) {
        left.put(word, rest - 1);
        shared++;
      }
    }
    return shared;
  }

  private static List<String> of(String text) {
    String lower = Texts.compatible(text).replace('\u2212', '-').toLowerCase(Locale.ROOT);
    return Arrays.stream(PUNCTUATION.matcher(lower).replaceAll("").split(" "))
        .filter(word -> !word.isEmpty() && !ARTICLES.contains(word))
        .toList();
  }
}
