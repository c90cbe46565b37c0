package dev.millrace.rewards.integrity.secret;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds which of many keywords a text holds, in one pass (Aho and Corasick's machine).
final class KeywordIndex {
  private static final class Node {
    final Map<Character, Node> next = new HashMap<>();
    final BitSet found = new BitSet();
    Node fail = this;
  }

  private final Node root = new Node();
  private final int size;

  /// @param keywords in lower case
  KeywordIndex(List<String> keywords) {
    size = keywords.size();
    for (int i = 0; i < size; i++) {
      Node node = root;
      for (char c : keywords.get(i).toCharArray()) {
        node = node.next.computeIfAbsent(c, _ -> new Node());
      }
      node.found.set(i);
    }
    link();
  }

  private void link() {
    ArrayDeque<Node> queue = new ArrayDeque<>();
    for (Node child : root.next.values()) {
      child.fail = root;
      queue.add(child);
    }
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      node.next.forEach(
          (c, child) -> {
            child.fail = step(node.fail, c);
            child.found.or(child.fail.found);
            queue.add(child);
          });
    }
  }

  private Node step(Node from, char c) {
    Node node = from;
    while (node != root && !node.next.containsKey(c)) {
      node = node.fail;
    }
    return node.next.getOrDefault(c, root);
  }

  /// The numbers of the keywords that a text holds, without regard to case.
  BitSet in(String text) {
    BitSet found = new BitSet(size);
    Node node = root;
    for (int i = 0; i < text.length(); i++) {
      node = step(node, Character.toLowerCase(text.charAt(i)));
      found.or(node.found);
    }
    return found;
  }
}
