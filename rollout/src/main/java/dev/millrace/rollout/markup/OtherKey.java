package dev.millrace.rollout.markup;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The grammar of an object's key that is none of some names, character by character along
/// the names that begin alike. A key that begins like a name has no escapes up to where it differs.
final class OtherKey {
  private final Gbnf grammar;

  OtherKey(Gbnf grammar) {
    this.grammar = grammar;
  }

  String noneOf(Collection<String> names) {
    List<String> plain = names.stream().filter(OtherKey::isPlain).toList();
    return "\"\\\"\" " + rest(plain, 0);
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !isSurrogate(c));
  }

  private static boolean isSurrogate(int c) {
    return Character.isSurrogate((char) c);
  }

  /// @param names that agree in all before this place
  private String rest(List<String> names, int at) {
    TreeSet<Character> next = new TreeSet<>();
    names.stream().filter(name -> name.length() > at).forEach(name -> next.add(name.charAt(at)));
    String forbidden = next.stream().map(Gbnf::inClass).collect(Collectors.joining());
    StringBuilder rule = new StringBuilder();
    if (names.stream().noneMatch(name -> name.length() == at)) {
      rule.append("\"\\\"\" | ");
    }
    rule.append("[^\\x22\\x5C\\x00-\\x1F").append(forbidden).append("] json-tail");
    for (char c : next) {
      List<String> alike =
          names.stream().filter(name -> name.length() > at && name.charAt(at) == c).toList();
      rule.append(" | ").append(Gbnf.literal(String.valueOf(c))).append(' ');
      rule.append(rest(alike, at + 1));
    }
    return grammar.rule(rule.toString());
  }
}
