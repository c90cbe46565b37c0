package dev.millrace.rollout.markup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads a GBNF grammar and tells whether a text is in its language.
final class GbnfMatcher {
  private final Map<String, Node> rules = new HashMap<>();
  private final Map<String, BitSet> known = new HashMap<>();
  private String text = "";
  private String source = "";
  private int at;

  GbnfMatcher(String grammar) {
    for (String line : grammar.lines().toList()) {
      String[] parts = line.split(" ::= ", 2);
      source = parts[1];
      at = 0;
      rules.put(parts[0], choice());
      if (at != source.length()) {
        throw new IllegalArgumentException("cannot read " + source.substring(at) + " of " + line);
      }
    }
  }

  private sealed interface Node {
    record Choice(List<List<Node>> of) implements Node {}

    record Literal(String text) implements Node {}

    record Chars(boolean isNegated, List<int[]> ranges) implements Node {}

    record Rule(String name) implements Node {}

    record Repeat(Node node, int least, int most) implements Node {}
  }

  boolean matches(String whole) {
    text = whole;
    known.clear();
    return ends(new Node.Rule("root"), 0).get(whole.length());
  }

  private BitSet ends(Node node, int from) {
    BitSet ends = new BitSet();
    switch (node) {
      case Node.Choice(List<List<Node>> of) ->
          of.forEach(sequence -> ends.or(ends(sequence, from)));
      case Node.Literal(String wanted) -> {
        if (text.startsWith(wanted, from)) {
          ends.set(from + wanted.length());
        }
      }
      case Node.Chars(boolean isNegated, List<int[]> ranges) -> {
        if (from < text.length()) {
          int c = text.codePointAt(from);
          if (isNegated != ranges.stream().anyMatch(range -> range[0] <= c && c <= range[1])) {
            ends.set(from + Character.charCount(c));
          }
        }
      }
      case Node.Rule(String name) -> {
        String key = name + "@" + from;
        BitSet found = known.get(key);
        if (found == null) {
          found = ends(Objects.requireNonNull(rules.get(name), "no rule " + name), from);
          known.put(key, found);
        }
        return found;
      }
      case Node.Repeat repeat -> repeated(repeat, from, ends);
    }
    return ends;
  }

  private BitSet ends(List<Node> sequence, int from) {
    BitSet places = new BitSet();
    places.set(from);
    for (Node node : sequence) {
      places = step(node, places);
    }
    return places;
  }

  private BitSet step(Node node, BitSet places) {
    BitSet next = new BitSet();
    places.stream().forEach(place -> next.or(ends(node, place)));
    return next;
  }

  private void repeated(Node.Repeat repeat, int from, BitSet ends) {
    BitSet places = new BitSet();
    places.set(from);
    for (int i = 0; i <= repeat.most() && !places.isEmpty(); i++) {
      if (i >= repeat.least()) {
        ends.or(places);
      }
      places = step(repeat.node(), places);
    }
  }

  private Node choice() {
    List<List<Node>> of = new ArrayList<>();
    List<Node> sequence = new ArrayList<>();
    while (at < source.length() && source.charAt(at) != ')') {
      char c = source.charAt(at);
      if (c == '|') {
        of.add(sequence);
        sequence = new ArrayList<>();
      }
      if (c == '|' || c == ' ') {
        at++;
      } else {
        sequence.add(repeat(one()));
      }
    }
    of.add(sequence);
    return new Node.Choice(of);
  }

  private Node one() {
    int begin = at;
    return switch (source.charAt(at++)) {
      case '(' -> {
        Node inside = choice();
        at++;
        yield inside;
      }
      case '"' -> {
        StringBuilder literal = new StringBuilder();
        while (source.charAt(at) != '"') {
          literal.appendCodePoint(character());
        }
        at++;
        yield new Node.Literal(literal.toString());
      }
      case '[' -> chars();
      default -> {
        while (at < source.length() && (source.charAt(at) == '-' || isWord(source.charAt(at)))) {
          at++;
        }
        yield new Node.Rule(source.substring(begin, at));
      }
    };
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c);
  }

  private Node chars() {
    boolean isNegated = source.charAt(at) == '^';
    at += isNegated ? 1 : 0;
    List<int[]> ranges = new ArrayList<>();
    while (source.charAt(at) != ']') {
      int first = character();
      boolean isRange = source.charAt(at) == '-' && source.charAt(at + 1) != ']';
      at += isRange ? 1 : 0;
      ranges.add(new int[] {first, isRange ? character() : first});
    }
    at++;
    return new Node.Chars(isNegated, ranges);
  }

  private int character() {
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\') {
      return c;
    }
    char escape = source.charAt(at++);
    return switch (escape) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x', 'u' -> {
        int digits = escape == 'x' ? 2 : 4;
        at += digits;
        yield Integer.parseInt(source, at - digits, at, 16);
      }
      case '"', '\\', '[', ']' -> escape;
      default -> throw new IllegalArgumentException("GBNF knows no \\" + escape);
    };
  }

  private Node repeat(Node node) {
    if (at == source.length()) {
      return node;
    }
    int begin = at++;
    switch (source.charAt(begin)) {
      case '*' -> {
        return new Node.Repeat(node, 0, Integer.MAX_VALUE - 1);
      }
      case '+' -> {
        return new Node.Repeat(node, 1, Integer.MAX_VALUE - 1);
      }
      case '?' -> {
        return new Node.Repeat(node, 0, 1);
      }
      case '{' -> {
        at = source.indexOf('}', begin) + 1;
        String[] bounds = source.substring(begin + 1, at - 1).split(",", 2);
        return new Node.Repeat(
            node, Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]));
      }
      default -> at = begin;
    }
    return node;
  }
}
