package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders one template once, within bounds: a template comes with a model, and must not be able to
/// hang or fill the process.
final class Interpreter {
  private static final int MAX_OUTPUT_CHARS = 64 << 20;
  private static final int MAX_ROUNDS = 1_000_000;
  private static final Position START = new Position(1, 1);

  private final StringBuilder out = new StringBuilder();
  private int rounds;

  private Interpreter() {}

  static String render(List<Node> nodes, Scope scope) {
    Interpreter interpreter = new Interpreter();
    interpreter.run(nodes, scope);
    return interpreter.out.toString();
  }

  private void run(List<Node> nodes, Scope scope) {
    for (Node node : nodes) {
      switch (node) {
        case Node.Text(String text) -> write(text, START);
        case Node.Output(Expression value, Position at) ->
            write(Values.text(Evaluator.value(value, scope), at), at);
        case Node.If choice -> run(chosen(choice, scope), scope);
        case Node.For loop -> loop(loop, scope);
        case Node.Set(String name, Expression value, _) ->
            scope.set(name, Evaluator.value(value, scope));
      }
    }
  }

  private void write(String text, Position at) {
    if (text.length() > MAX_OUTPUT_CHARS - out.length()) {
      throw at.error("the output is longer than " + MAX_OUTPUT_CHARS + " characters");
    }
    out.append(text);
  }

  private static List<Node> chosen(Node.If choice, Scope scope) {
    for (Node.Branch branch : choice.branches()) {
      if (Evaluator.isTrue(branch.condition(), scope)) {
        return branch.body();
      }
    }
    return choice.otherwise();
  }

  private void loop(Node.For loop, Scope scope) {
    List<?> items = items(Evaluator.value(loop.items(), scope), loop.at());
    if (items.isEmpty()) {
      run(loop.otherwise(), scope);
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      if (++rounds > MAX_ROUNDS) {
        throw loop.at().error("loops went round more than " + MAX_ROUNDS + " times");
      }
      Scope inner = scope.inner();
      bind(loop, items.get(i), inner);
      inner.set("loop", facts(i, items.size()));
      run(loop.body(), inner);
    }
  }

  private static Map<String, Object> facts(int index, int size) {
    return Map.of(
        "index0",
        (long) index,
        "index",
        index + 1L,
        "first",
        index == 0,
        "last",
        index == size - 1,
        "length",
        (long) size);
  }

  private static List<?> items(@Nullable Object value, Position at) {
    return switch (value) {
      case List<?> list -> list;
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case Undefined undefined -> throw Values.undefined(undefined, at);
      case null, default -> throw at.error("cannot loop over " + Values.kind(value));
    };
  }

  private static void bind(Node.For loop, @Nullable Object item, Scope scope) {
    List<String> targets = loop.targets();
    if (targets.size() == 1) {
      scope.set(targets.get(0), item);
      return;
    }
    if (!(item instanceof List<?> parts) || parts.size() != targets.size()) {
      throw loop.at().error("cannot take " + Values.kind(item) + " apart into " + targets);
    }
    for (int i = 0; i < targets.size(); i++) {
      scope.set(targets.get(i), parts.get(i));
    }
  }
}
