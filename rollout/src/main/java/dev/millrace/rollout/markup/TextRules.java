package dev.millrace.rollout.markup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The grammar of text up to any of some markers, as a rule for each part of a marker that may have
/// been read just now.
final class TextRules {
  private final Gbnf grammar;
  private final Map<String, @Nullable String> then;
  private final Characters characters;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final TreeSet<Character> alphabet = new TreeSet<>();

  /// What such a text is made of.
  ///
  /// @param excluded from single characters, as it stands in a character class
  /// @param longer what else counts as a character: these begin with one that is excluded
  /// @param end what the text may end with where no marker ends it; null where one must
  record Characters(String excluded, List<String> longer, @Nullable String end) {
    /// Any characters, and an end anywhere.
    static final Characters FREE = new Characters("", List.of(), "\"\"");

    /// Any characters, and an end only by a marker.
    static final Characters CLOSED = new Characters("", List.of(), null);

    /// The inside of a JSON string, with the quote that ends it.
    static final Characters JSON =
        new Characters(
            "\\x22\\x5C\\x00-\\x1F",
            List.of("\"\\\\\" ( [\"\\\\/bfnrt] | \"u\" [0-9a-fA-F]{4} )"),
            "\"\\\"\"");
  }

  /// @param then by marker, the rule for what follows; null where the marker may not stand there.
  ///     No marker stands inside another one
  TextRules(Gbnf grammar, Map<String, @Nullable String> then, Characters characters) {
    this.grammar = grammar;
    this.then = then;
    this.characters = characters;
    then.keySet().forEach(marker -> marker.chars().forEach(c -> alphabet.add((char) c)));
    names.put("", grammar.reserve());
    for (String marker : then.keySet()) {
      for (int i = 0; i < marker.length(); i++) {
        names.computeIfAbsent(marker.substring(0, i), _ -> grammar.reserve());
      }
    }
  }

  /// @return the rule for the text from its begin on
  String add() {
    names.forEach((read, name) -> grammar.rule(name, body(read, "")));
    return names.getOrDefault("", "");
  }

  /// @param first excluded from the first character, as it stands in a character class
  /// @return the rule for a text that does not begin with these
  String beginningWithout(String first) {
    return grammar.rule(body("", first));
  }

  private String body(String read, String without) {
    List<String> ways = new ArrayList<>();
    if (characters.end() != null) {
      ways.add(characters.end());
    }
    String begin = names.getOrDefault("", "");
    String known = alphabet.stream().map(Gbnf::inClass).collect(Collectors.joining());
    ways.add("[^" + characters.excluded() + known + without + "] " + begin);
    characters.longer().forEach(longer -> ways.add(longer + " " + begin));
    for (char c : alphabet) {
      String next = after(read + c);
      if (next != null) {
        ways.add(Gbnf.literal(String.valueOf(c)) + " " + next);
      }
    }
    return String.join(" | ", ways);
  }

  /// @return the rule for what follows, or null where nothing may
  private @Nullable String after(String read) {
    for (String marker : then.keySet()) {
      if (read.endsWith(marker)) {
        return then.get(marker);
      }
    }
    String part = read;
    while (!names.containsKey(part)) {
      part = part.substring(1);
    }
    return names.get(part);
  }
}
