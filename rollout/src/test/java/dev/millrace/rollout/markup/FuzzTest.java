package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FuzzTest {
  private static final Pattern WORD = Pattern.compile("w[0-9]+w");

  @Provide
  Arbitrary<List<String>> pieces() {
    List<String> markup =
        Samples.turns().values().stream()
            .flatMap(
                turn ->
                    Pattern.compile("(?<=[>\\]}{\"\\n(])|(?=[<\\[{\"\\n)])").splitAsStream(turn))
            .distinct()
            .toList();
    Arbitrary<String> word = Arbitraries.integers().between(0, 99).map(i -> "w" + i + "w");
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, Arbitraries.of(markup)), net.jqwik.api.Tuple.of(1, word))
        .list()
        .ofMaxSize(40);
  }

  @Property(seed = "7", tries = 400)
  void anyTextGivesATurnHoweverItIsCutAndLosesNoWord(
      @ForAll("pieces") List<String> pieces, @ForAll MarkupFamily family) {
    String text = String.join("", pieces);
    ParsedTurn whole = Turns.parse(family, text);
    TurnReader reader = family.reader(Turns.setup(""));
    Told told = new Told();
    pieces.forEach(piece -> told.hear(reader.accept(piece)));
    told.hear(reader.end());
    assertEquals(whole, reader.turn());
    told.isWhat(whole);
    String kept = whole.toString();
    Matcher words = WORD.matcher(text);
    while (family == MarkupFamily.HERMES && words.find()) {
      assertTrue(kept.contains(words.group()), words.group() + " is lost of " + text);
    }
  }
}
