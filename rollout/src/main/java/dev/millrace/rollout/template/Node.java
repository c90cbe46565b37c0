package dev.millrace.rollout.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a template is made of.
sealed interface Node {
  record Text(String text, Position at) implements Node {}

  record Output(Expression value, Position at) implements Node {}

  /// The first branch whose condition holds is rendered, else `otherwise`.
  record If(List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Expression condition, List<Node> body) {}

  /// @param only which items are taken, or null for all
  /// @param otherwise rendered when there was nothing to loop over
  /// @param recursive whether the body may call `loop(items)`
  record For(
      Target target,
      Expression items,
      @Nullable Expression only,
      List<Node> body,
      List<Node> otherwise,
      boolean recursive,
      Position at)
      implements Node {}

  record Break(Position at) implements Node {}

  record Continue(Position at) implements Node {}

  record Set(Target target, Expression value) implements Node {}

  /// What the body writes, through the filters, becomes the value.
  ///
  /// @param filtered the chain of filters over the body's text, or null
  record SetBlock(Target target, @Nullable Expression filtered, List<Node> body) implements Node {}

  record FilterBlock(Expression filtered, List<Node> body) implements Node {}

  record With(List<Binding> bindings, List<Node> body) implements Node {}

  record Binding(Target target, Expression value) {}

  record Macro(String name, Signature signature, List<Node> body, Position at) implements Node {}

  /// The body is what `caller()` gives in the macro that is called.
  record CallBlock(Expression.Call call, Signature signature, List<Node> body, Position at)
      implements Node {}

  record Generation(List<Node> body) implements Node {}

  record Signature(List<Parameter> parameters) {}

  record Parameter(String name, @Nullable Expression otherwise) {}

  /// What is assigned to.
  sealed interface Target {
    Position at();

    record Variable(String name, Position at) implements Target {}

    record Attribute(String namespace, String name, Position at) implements Target {}

    record Several(List<Target> targets, Position at) implements Target {}
  }
}
