package dev.millrace.rollout.template;

import java.util.List;

/// What a template is made of.
sealed interface Node {
  record Text(String text) implements Node {}

  record Output(Expression value, Position at) implements Node {}

  /// The first branch whose condition holds is rendered, else `otherwise`.
  record If(List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Expression condition, List<Node> body) {}

  /// @param otherwise rendered when there was nothing to loop over
  record For(
      List<String> targets, Expression items, List<Node> body, List<Node> otherwise, Position at)
      implements Node {}

  record Set(String name, Expression value, Position at) implements Node {}
}
