package dev.millrace.rollout.markup;

import dev.millrace.rollout.markup.GbnfRules.Node;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells whether a text is in a GBNF grammar's language.
final class GbnfMatcher {
  private final GbnfRules rules;
  private final Map<String, BitSet> known = new HashMap<>();
  private String text = "";

  GbnfMatcher(String grammar) {
    rules = new GbnfRules(grammar);
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
      case Node.Chars chars -> {
        if (from < text.length() && chars.has(text.codePointAt(from))) {
          ends.set(from + Character.charCount(text.codePointAt(from)));
        }
      }
      case Node.Rule(String name) -> {
        String key = name + "@" + from;
        BitSet found = known.get(key);
        if (found == null) {
          found = ends(rules.rule(name), from);
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
}
