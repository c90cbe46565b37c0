package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles `for`.
final class Loops {
  private final Body bodies;
  private final ExpressionCompiler expressions;

  Loops(Body bodies, ExpressionCompiler expressions) {
    this.bodies = bodies;
    this.expressions = expressions;
  }

  interface Body {
    Step of(List<Node> nodes, Scope scope);
  }

  Step of(Node.For loop, Scope scope) {
    Value items = expressions.of(loop.items(), scope);
    if (!loop.recursive()) {
      Round round = round(loop, scope.inner());
      return frame -> round.over(frame, items.in(frame), null, 1);
    }
    // A recursive body may run inside itself: each time in a frame of its own.
    Scope.Call inside = new Scope.Call(scope);
    Round round = round(loop, inside);
    return frame -> new Recursion(round, frame, inside).run(items.in(frame), 1);
  }

  private Round round(Node.For loop, Scope inner) {
    int loopSlot = inner.declare("loop");
    Assignments.Assignment target = Assignments.to(loop.target(), inner);
    Value only = loop.only() == null ? null : expressions.of(loop.only(), inner);
    Step body = bodies.of(loop.body(), inner);
    Step otherwise = bodies.of(loop.otherwise(), inner);
    return new Round(loop.at(), loopSlot, target, only, body, otherwise, inner.own());
  }

  private record Recursion(Round round, Frame around, Scope.Call scope) {
    Step.Go run(@Nullable Object items, int depth) {
      Frame frame = new Frame(around.run, around, scope.size());
      return round.over(frame, items, this, depth);
    }
  }

  private record Round(
      Position at,
      int loopSlot,
      Assignments.Assignment target,
      @Nullable Value only,
      Step body,
      Step otherwise,
      int[] own) {

    Step.Go over(Frame frame, @Nullable Object value, @Nullable Recursion recursion, int depth) {
      List<? extends @Nullable Object> items = taken(frame, Values.items(value, at));
      if (items.isEmpty()) {
        frame.forget(own);
        return otherwise.run(frame);
      }
      LoopFacts facts =
          new LoopFacts(
              items,
              depth,
              recursion == null
                  ? null
                  : inside -> {
                    inside.run().enter(inside.at());
                    String text =
                        inside
                            .run()
                            .capture(() -> recursion.run(inside.required(0, "items"), depth + 1));
                    inside.run().leave();
                    return text;
                  });
      for (int i = 0; i < items.size(); i++) {
        frame.run.step(at);
        frame.forget(own);
        facts.move(i);
        frame.slots[loopSlot] = facts;
        target.set(frame, items.get(i));
        if (body.run(frame) == Step.Go.BREAK) {
          break;
        }
      }
      return Step.Go.ON;
    }

    private List<? extends @Nullable Object> taken(
        Frame frame, List<? extends @Nullable Object> items) {
      Value condition = only;
      if (condition == null) {
        return items;
      }
      List<@Nullable Object> taken = new ArrayList<>();
      for (Object item : items) {
        frame.run.step(at);
        frame.forget(own);
        target.set(frame, item);
        if (Values.isTrue(condition.in(frame))) {
          taken.add(item);
        }
      }
      return taken;
    }
  }
}
