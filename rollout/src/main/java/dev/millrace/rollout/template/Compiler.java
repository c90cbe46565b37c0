package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns statements into closures over numbered variables, once.
final class Compiler {
  private static final Step NOTHING = _ -> Step.Go.ON;

  private final Nesting nesting = new Nesting();
  private final ExpressionCompiler expressions = new ExpressionCompiler(nesting);

  private Compiler() {}

  /// A compiled template.
  record Program(Step body, int size, Scope.Loading loading) {
    void run(Run run, Map<String, ? extends @Nullable Object> variables) {
      Frame frame = new Frame(run, null, size);
      loading.into(frame, variables);
      body.run(frame);
    }
  }

  static Program compile(List<Node> nodes) {
    Scope.Root root = new Scope.Root();
    Step body = new Compiler().body(nodes, root);
    return new Program(body, root.size(), root.loading());
  }

  /// Statements in their order; what they weigh is counted each time they run.
  private Step body(List<Node> nodes, Scope scope) {
    Nesting.Before before = nesting.begin();
    List<Step> steps = new ArrayList<>();
    for (Node node : nodes) {
      nesting.enter();
      steps.add(step(node, scope));
      nesting.leave();
    }
    Nesting.Weight weight = nesting.end(before);
    Step all = inOrder(steps);
    return weight.steps() == 0
        ? all
        : frame -> {
          frame.run.step(weight.steps(), weight.at());
          return all.run(frame);
        };
  }

  private static Step inOrder(List<Step> steps) {
    if (steps.isEmpty()) {
      return NOTHING;
    }
    if (steps.size() == 1) {
      return steps.getFirst();
    }
    Step[] all = steps.toArray(Step[]::new);
    return frame -> {
      for (Step step : all) {
        Step.Go go = step.run(frame);
        if (go != Step.Go.ON) {
          return go;
        }
      }
      return Step.Go.ON;
    };
  }

  private Step step(Node node, Scope scope) {
    return switch (node) {
      case Node.Text(String text, Position at) ->
          frame -> {
            frame.run.write(text, at);
            return Step.Go.ON;
          };
      case Node.Output(Expression value, Position at) -> {
        Value of = expressions.of(value, scope);
        yield of instanceof Sum sum ? sum::write : output(of, at);
      }
      case Node.If choice -> choice(choice, scope);
      case Node.For loop -> new Loops(this::body, expressions, nesting).of(loop, scope);
      case Node.Break _ -> _ -> Step.Go.BREAK;
      case Node.Continue _ -> _ -> Step.Go.CONTINUE;
      case Node.Set(Node.Target target, Expression value) -> {
        Value of = expressions.of(value, scope);
        yield assign(of, Assignments.to(target, scope));
      }
      case Node.SetBlock(Node.Target target, Expression filtered, List<Node> body) -> {
        Value of = captured(body, filtered, scope);
        yield assign(of, Assignments.to(target, scope));
      }
      case Node.FilterBlock(Expression filtered, List<Node> body) ->
          output(captured(body, filtered, scope), filtered.at());
      case Node.With with -> with(with, scope);
      case Node.Macro macro -> macro(macro, scope);
      case Node.CallBlock call -> callBlock(call, scope);
      case Node.Generation(List<Node> body) -> {
        Step inside = inner(body, scope.inner());
        yield frame -> {
          frame.run.generation(() -> inside.run(frame));
          return Step.Go.ON;
        };
      }
    };
  }

  /// A body in a scope of its own, which is empty each time it begins.
  private Step inner(List<Node> nodes, Scope inner) {
    Step body = body(nodes, inner);
    int[] own = inner.own();
    return frame -> {
      frame.forget(own);
      return body.run(frame);
    };
  }

  private static Step output(Value value, Position at) {
    return frame -> {
      frame.run.write(PyText.str(value.in(frame), at), at);
      return Step.Go.ON;
    };
  }

  private static Step assign(Value value, Assignments.Assignment to) {
    return frame -> {
      to.set(frame, value.in(frame));
      return Step.Go.ON;
    };
  }

  private Step choice(Node.If choice, Scope scope) {
    int n = choice.branches().size();
    Value[] conditions = new Value[n];
    Step[] bodies = new Step[n];
    for (int i = 0; i < n; i++) {
      conditions[i] = expressions.of(choice.branches().get(i).condition(), scope);
      bodies[i] = body(choice.branches().get(i).body(), scope);
    }
    Step otherwise = body(choice.otherwise(), scope);
    return frame -> {
      for (int i = 0; i < n; i++) {
        if (Values.isTrue(conditions[i].in(frame))) {
          return bodies[i].run(frame);
        }
      }
      return otherwise.run(frame);
    };
  }

  /// What a body writes, through a chain of filters.
  private Value captured(List<Node> body, @Nullable Expression filtered, Scope scope) {
    Step inside = inner(body, scope.inner());
    Value text = frame -> frame.run.capture(() -> inside.run(frame));
    return filtered == null ? text : expressions.filtered(filtered, text, scope);
  }

  private Step with(Node.With with, Scope scope) {
    Scope inner = scope.inner();
    List<Step> steps = new ArrayList<>();
    for (Node.Binding binding : with.bindings()) {
      // The values are found outside, so that one does not see the other.
      Value value = expressions.of(binding.value(), scope);
      steps.add(assign(value, Assignments.to(binding.target(), inner)));
    }
    steps.add(body(with.body(), inner));
    Step[] all = steps.toArray(Step[]::new);
    int[] own = inner.own();
    return frame -> {
      frame.forget(own);
      Step.Go go = Step.Go.ON;
      for (Step step : all) {
        go = step.run(frame);
      }
      return go;
    };
  }

  private Step macro(Node.Macro macro, Scope scope) {
    Assignments.Assignment to =
        Assignments.to(new Node.Target.Variable(macro.name(), macro.at()), scope);
    Macros.Shape shape = shape(macro.name(), macro.signature(), macro.body(), scope);
    return frame -> {
      to.set(frame, new Macros.Macro(shape, frame));
      return Step.Go.ON;
    };
  }

  private Macros.Shape shape(String name, Node.Signature signature, List<Node> body, Scope scope) {
    Nesting.Before before = nesting.begin();
    Scope.Call inside = new Scope.Call(scope);
    List<Macros.Slot> parameters = new ArrayList<>();
    for (Node.Parameter parameter : signature.parameters()) {
      Value otherwise =
          parameter.otherwise() == null
              ? frame -> new Undefined("parameter \"" + parameter.name() + "\"")
              : expressions.of(parameter.otherwise(), inside);
      parameters.add(
          new Macros.Slot(parameter.name(), inside.declare(parameter.name()), otherwise));
    }
    int more = inside.declare("varargs");
    int named = inside.declare("kwargs");
    int caller = inside.declare("caller");
    Step compiled = body(body, inside);
    Nesting.Weight weight = nesting.end(before);
    return new Macros.Shape(
        name, List.copyOf(parameters), more, named, caller, inside, compiled, weight);
  }

  private Step callBlock(Node.CallBlock block, Scope scope) {
    Macros.Shape shape = shape("caller", block.signature(), block.body(), scope);
    ExpressionCompiler.Called called = expressions.called(block.call(), scope);
    Position at = block.at();
    return frame -> {
      Macros.Macro caller = new Macros.Macro(shape, frame);
      frame.run.write(PyText.str(called.with(frame, "caller", caller), at), at);
      return Step.Go.ON;
    };
  }
}
