package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles `for`.
final class Loops {
  private static final int NAMES_A_STEP = 16;

  private final Body bodies;
  private final ExpressionCompiler expressions;
  private final Nesting nesting;

  Loops(Body bodies, ExpressionCompiler expressions, Nesting nesting) {
    this.bodies = bodies;
    this.expressions = expressions;
    this.nesting = nesting;
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
    Nesting.Before before = nesting.begin();
    int loopSlot = inner.declare("loop");
    Assignments.Assignment target = Assignments.to(loop.target(), inner);
    Value only = loop.only() == null ? null : expressions.of(loop.only(), inner);
    Step body = bodies.of(loop.body(), inner);
    Step otherwise = bodies.of(loop.otherwise(), inner);
    // Forgetting what a round set takes time too, where it is much.
    int[] own = inner.own();
    Nesting.Weight weight = nesting.end(before);
    int steps = 1 + weight.steps() + own.length / NAMES_A_STEP;
    return new Round(
        new Nesting.Weight(steps, weight.depth(), loop.at()),
        loopSlot,
        target,
        only,
        body,
        otherwise,
        own);
  }

  private record Recursion(Round round, Frame around, Scope.Call scope) {
    Step.Go run(@Nullable Object items, int depth) {
      around.run.list(scope.size(), round.at());
      Frame frame = new Frame(around.run, around, scope.size());
      return round.over(frame, items, this, depth);
    }
  }

  private record Round(
      Nesting.Weight weight,
      int loopSlot,
      Assignments.Assignment target,
      @Nullable Value only,
      Step body,
      Step otherwise,
      int[] own) {
    Position at() {
      return weight.at();
    }

    Step.Go over(Frame frame, @Nullable Object value, @Nullable Recursion recursion, int depth) {
      List<? extends @Nullable Object> items = taken(frame, Values.items(value, frame.run, at()));
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
                    inside.run().enter(weight.depth(), inside.at());
                    String text =
                        inside
                            .run()
                            .capture(() -> recursion.run(inside.required(0, "items"), depth + 1));
                    inside.run().leave(weight.depth());
                    return text;
                  });
      for (int i = 0; i < items.size(); i++) {
        frame.run.step(weight.steps(), at());
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
        frame.run.step(weight.steps(), at());
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
