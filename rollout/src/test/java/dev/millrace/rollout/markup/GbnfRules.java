package dev.millrace.rollout.markup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The rules of a GBNF grammar, read.
final class GbnfRules {
  private final Map<String, Node> rules = new LinkedHashMap<>();
  private String source = "";
  private int at;

  GbnfRules(String grammar) {
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

  sealed interface Node {
    record Choice(List<List<Node>> of) implements Node {}

    record Literal(String text) implements Node {}

    record Chars(boolean isNegated, List<int[]> ranges) implements Node {
      boolean has(int c) {
        return isNegated != ranges.stream().anyMatch(range -> range[0] <= c && c <= range[1]);
      }
    }

    record Rule(String name) implements Node {}

    record Repeat(Node node, int least, int most) implements Node {}
  }

  Set<String> names() {
    return rules.keySet();
  }

  Node rule(String name) {
    return Objects.requireNonNull(rules.get(name), "no rule " + name);
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
