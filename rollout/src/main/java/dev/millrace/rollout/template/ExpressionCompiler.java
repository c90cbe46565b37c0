package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Expression.Given;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns expressions into closures.
final class ExpressionCompiler {
  private final Nesting nesting;

  ExpressionCompiler(Nesting nesting) {
    this.nesting = nesting;
  }

  Value of(Expression expression, Scope scope) {
    nesting.enter(expression.at());
    Value value = compiled(expression, scope);
    nesting.leave();
    return value;
  }

  private Value compiled(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Literal(Object value, _) -> _ -> value;
      case Expression.Name(String name, _) -> Variables.read(name, scope);
      case Expression.ListOf(List<Expression> items, Position at) -> {
        Value[] values = all(items, scope);
        yield frame -> frame.run.made(listed(values, frame), at);
      }
      case Expression.TupleOf(List<Expression> items, Position at) -> {
        Value[] values = all(items, scope);
        yield frame -> frame.run.made(Tuple.copyOf(listed(values, frame)), at);
      }
      case Expression.MapOf map -> map(map, scope);
      case Expression.Attribute(Expression of, String name, Position at) -> {
        Value from = of(of, scope);
        if (MapMethods.has(name)) {
          yield frame -> Access.attribute(from.in(frame), name, at);
        }
        yield frame -> {
          Object value = from.in(frame);
          return value instanceof Map<?, ?> map
              ? Access.entry(map, name)
              : Access.attribute(value, name, at);
        };
      }
      case Expression.Item(Expression of, Expression key, Position at) -> {
        Value from = of(of, scope);
        Value with = of(key, scope);
        yield frame -> Access.item(from.in(frame), with.in(frame), frame.run, at);
      }
      case Expression.Slice slice -> slice(slice, scope);
      case Expression.Call call -> {
        Called called = called(call, scope);
        yield call.function() instanceof Expression.Attribute(Expression of, String name, _)
            ? methodCall(of(of, scope), name, called)
            : called::plain;
      }
      case Expression.Filter filter -> filtered(filter, null, scope);
      case Expression.Test test -> test(test, scope);
      case Expression.Not(Expression of, _) -> {
        Value value = of(of, scope);
        yield frame -> !Values.isTrue(value.in(frame));
      }
      case Expression.Negative(Expression of, Position at) -> {
        Value value = of(of, scope);
        yield frame -> Numbers.negative(value.in(frame), at);
      }
      case Expression.Positive(Expression of, Position at) -> {
        Value value = of(of, scope);
        yield frame -> Numbers.plus(0L, value.in(frame), at);
      }
      case Expression.And(Expression a, Expression b, _) -> {
        Value left = of(a, scope);
        Value right = of(b, scope);
        yield frame -> {
          Object value = left.in(frame);
          return Values.isTrue(value) ? right.in(frame) : value;
        };
      }
      case Expression.Or(Expression a, Expression b, _) -> {
        Value left = of(a, scope);
        Value right = of(b, scope);
        yield frame -> {
          Object value = left.in(frame);
          return Values.isTrue(value) ? value : right.in(frame);
        };
      }
      case Expression.Concat(List<Expression> parts, Position at) -> concat(parts, at, scope);
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Comparison comparison -> Comparisons.of(comparison, part -> of(part, scope));
      case Expression.Conditional conditional -> conditional(conditional, scope);
    };
  }

  private Value[] all(List<Expression> expressions, Scope scope) {
    return expressions.stream().map(each -> of(each, scope)).toArray(Value[]::new);
  }

  private static List<@Nullable Object> listed(Value[] values, Frame frame) {
    List<@Nullable Object> list = new ArrayList<>(values.length);
    for (Value value : values) {
      list.add(value.in(frame));
    }
    return list;
  }

  private Value map(Expression.MapOf map, Scope scope) {
    Value[] keys = all(map.entries().stream().map(Expression.Entry::key).toList(), scope);
    Value[] values = all(map.entries().stream().map(Expression.Entry::value).toList(), scope);
    return frame -> {
      Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
      for (int i = 0; i < keys.length; i++) {
        made.put(Values.key(keys[i].in(frame), frame.run, map.at()), values[i].in(frame));
      }
      return frame.run.made(made, map.at());
    };
  }

  private @Nullable Value optional(@Nullable Expression expression, Scope scope) {
    return expression == null ? null : of(expression, scope);
  }

  private Value slice(Expression.Slice slice, Scope scope) {
    Value of = of(slice.of(), scope);
    Value from = optional(slice.from(), scope);
    Value to = optional(slice.to(), scope);
    Value step = optional(slice.step(), scope);
    return frame ->
        Access.slice(
            of.in(frame),
            from == null ? null : from.in(frame),
            to == null ? null : to.in(frame),
            step == null ? null : step.in(frame),
            frame.run,
            slice.at());
  }

  private Value concat(List<Expression> parts, Position at, Scope scope) {
    Value[] values = all(parts, scope);
    return frame -> {
      StringBuilder text = new StringBuilder();
      for (Value value : values) {
        text.append(PyText.str(value.in(frame), at));
        Run.fits(text.length(), at);
      }
      return frame.run.made(text.toString(), at);
    };
  }

  private Value binary(Expression.Binary binary, Scope scope) {
    if (binary.operator().equals("+")) {
      return Sum.of(binary, part -> of(part, scope));
    }
    Value left = of(binary.left(), scope);
    Value right = of(binary.right(), scope);
    Position at = binary.at();
    Operator operator =
        switch (binary.operator()) {
          case "-" -> Numbers::minus;
          case "*" -> Numbers::times;
          case "/" -> Numbers::divided;
          case "//" -> Numbers::floorDivided;
          case "%" -> Numbers::modulo;
          case "**" -> Numbers::power;
          default -> throw at.error("\"" + binary.operator() + "\" is no operator");
        };
    return frame -> {
      Object a = left.in(frame);
      Object b = right.in(frame);
      if (a instanceof BigInteger large) {
        frame.run.number(large, at);
      }
      return frame.run.made(operator.of(a, b, at), at);
    };
  }

  private interface Operator {
    Object of(@Nullable Object left, @Nullable Object right, Position at);
  }

  private Value conditional(Expression.Conditional conditional, Scope scope) {
    Value condition = of(conditional.condition(), scope);
    Value value = of(conditional.value(), scope);
    Expression else_ = conditional.otherwise();
    Value otherwise =
        else_ == null ? _ -> new Undefined("the value of an if without else") : of(else_, scope);
    return frame -> Values.isTrue(condition.in(frame)) ? value.in(frame) : otherwise.in(frame);
  }

  private Value test(Expression.Test test, Scope scope) {
    Value of = of(test.of(), scope);
    Tests.Test compiled = Tests.get(test.name(), test.at());
    if (test.given().equals(Given.NOTHING)) {
      return frame -> compiled.holds(of.in(frame), Function.Arguments.none(frame.run, test.at()));
    }
    Gathering arguments = gathering(test.given(), test.at(), scope);
    return frame -> compiled.holds(of.in(frame), arguments.in(frame));
  }

  /// A chain of filters.
  ///
  /// @param start what stands before the first bar where the chain itself has nothing there
  Value filtered(Expression chain, @Nullable Value start, Scope scope) {
    if (!(chain instanceof Expression.Filter filter)) {
      return of(chain, scope);
    }
    Expression before = filter.of();
    nesting.enter(filter.at());
    Value of = before == null ? (start == null ? _ -> "" : start) : filtered(before, start, scope);
    nesting.leave();
    Filters.Filter compiled = Filters.get(filter.name(), filter.at());
    Gathering arguments = gathering(filter.given(), filter.at(), scope);
    return frame -> compiled.apply(of.in(frame), arguments.in(frame));
  }

  /// The call of a method, which for the texts' methods is looked up beforehand.
  private static Value methodCall(Value of, String name, Called called) {
    TextMethods.Method method = TextMethods.find(name);
    if (method == null) {
      return called::plain;
    }
    Position at = called.at();
    return frame -> {
      Object self = of.in(frame);
      return self instanceof String text
          ? method.apply(text, called.arguments().in(frame))
          : Access.call(Access.attribute(self, name, at), called.arguments().in(frame));
    };
  }

  Called called(Expression.Call call, Scope scope) {
    Value function = of(call.function(), scope);
    return new Called(function, gathering(call.given(), call.at(), scope), call.at());
  }

  /// A call with its arguments.
  record Called(Value function, Gathering arguments, Position at) {
    @Nullable Object plain(Frame frame) {
      return Access.call(function.in(frame), arguments.in(frame));
    }

    @Nullable Object with(Frame frame, String name, Object value) {
      Function.Arguments given = arguments.in(frame);
      Map<String, @Nullable Object> named = new LinkedHashMap<>(given.named());
      named.put(name, value);
      return Access.call(
          function.in(frame), new Function.Arguments(given.positional(), named, frame.run, at));
    }
  }

  interface Gathering {
    Function.Arguments in(Frame frame);
  }

  private Gathering gathering(Given given, Position at, Scope scope) {
    Value[] positional = all(given.positional(), scope);
    Value[] named = all(given.named().stream().map(Expression.Named::value).toList(), scope);
    Value more = optional(given.more(), scope);
    Value moreNamed = optional(given.moreNamed(), scope);
    if (positional.length == 0 && named.length == 0 && more == null && moreNamed == null) {
      return frame -> Function.Arguments.none(frame.run, at);
    }
    return frame -> {
      List<@Nullable Object> list = listed(positional, frame);
      if (more != null) {
        list.addAll(frame.run.made(Values.items(more.in(frame), frame.run, at), at));
      }
      Map<String, @Nullable Object> map = Map.of();
      if (named.length > 0 || moreNamed != null) {
        map = new LinkedHashMap<>();
        for (int i = 0; i < named.length; i++) {
          map.put(given.named().get(i).name(), named[i].in(frame));
        }
        if (moreNamed != null && moreNamed.in(frame) instanceof Map<?, ?> others) {
          frame.run.made(others, at);
          for (Map.Entry<?, ?> entry : others.entrySet()) {
            map.put(String.valueOf(entry.getKey()), entry.getValue());
          }
        }
      }
      return new Function.Arguments(list, map, frame.run, at);
    };
  }
}
