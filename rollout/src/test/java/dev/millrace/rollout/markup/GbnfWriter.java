package dev.millrace.rollout.markup;

import dev.millrace.rollout.markup.GbnfRules.Node;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Writes texts of a GBNF grammar's language. Once it has written enough, it takes the shortest way
/// out.
final class GbnfWriter {
  private static final long ENDLESS = 1L << 40;
  private static final String ODD = "<>/\\\"'{}[]:,;=|\n\t aé😀0-_.w";

  private final GbnfRules rules;
  private final Random random;
  private final Map<String, Long> lengths = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private int enough;

  GbnfWriter(GbnfRules rules, Random random) {
    this.rules = rules;
    this.random = random;
    boolean isSettled = false;
    while (!isSettled) {
      isSettled = true;
      for (String name : rules.names()) {
        Long length = length(rules.rule(name));
        isSettled &= length.equals(lengths.put(name, length));
      }
    }
  }

  /// @param characters after which it takes the shortest way
  String write(String rule, int characters) {
    text.setLength(0);
    enough = characters;
    write(new Node.Rule(rule));
    return text.toString();
  }

  private void write(Node node) {
    switch (node) {
      case Node.Choice(List<List<Node>> of) -> choice(of).forEach(this::write);
      case Node.Literal(String literal) -> text.append(literal);
      case Node.Chars chars -> text.appendCodePoint(character(chars));
      case Node.Rule(String name) -> write(rules.rule(name));
      case Node.Repeat(Node one, int least, int most) -> {
        int more = text.length() > enough ? 0 : random.nextInt(Math.min(4, most - least + 1));
        for (int i = 0; i < least + more; i++) {
          write(one);
        }
      }
    }
  }

  private List<Node> choice(List<List<Node>> of) {
    return text.length() > enough
        ? of.stream().min(Comparator.comparingLong(this::length)).orElseThrow()
        : of.get(random.nextInt(of.size()));
  }

  private int character(Node.Chars chars) {
    int[] odd = ODD.codePoints().toArray();
    int[] some =
        chars.isNegated() ? odd : chars.ranges().get(random.nextInt(chars.ranges().size()));
    while (true) {
      int c =
          chars.isNegated()
              ? odd[random.nextInt(odd.length)]
              : some[0] + random.nextInt(some[1] - some[0] + 1);
      if (chars.has(c)) {
        return c;
      }
    }
  }

  /// Of the shortest text.
  private long length(List<Node> sequence) {
    return Math.min(ENDLESS, sequence.stream().mapToLong(this::length).sum());
  }

  private long length(Node node) {
    return switch (node) {
      case Node.Choice(List<List<Node>> of) ->
          of.stream().mapToLong(this::length).min().orElseThrow();
      case Node.Literal(String literal) -> literal.length() + 1L;
      case Node.Chars _ -> 2;
      case Node.Repeat(Node one, int least, int _) ->
          least == 0 ? 0 : Math.min(ENDLESS, least * length(one));
      case Node.Rule(String name) -> Math.min(ENDLESS, 1 + lengths.getOrDefault(name, ENDLESS));
    };
  }
}
