package dev.millrace.rewards.integrity.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class KeywordIndexTest {
  @Property(tries = 1000, seed = "7")
  void findsWhatTheTextHoldsAndNothingElse(
      @ForAll @Size(max = 6)
          List<@NotEmpty @StringLength(max = 4) @CharRange(from = 'a', to = 'c') String> words,
      @ForAll @StringLength(max = 30) @CharRange(from = 'A', to = 'C') String text) {
    BitSet expected = new BitSet();
    for (int i = 0; i < words.size(); i++) {
      expected.set(i, text.toLowerCase(Locale.ROOT).contains(words.get(i)));
    }
    assertEquals(expected, new KeywordIndex(words).in(text));
  }
}
