package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression is worth in a scope.
final class Evaluator {
  private Evaluator() {}

  static @Nullable Object value(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Literal(Object value, _) -> value;
      case Expression.Name(String name, _) -> scope.get(name);
      case Expression.ListOf(List<Expression> items, _) -> values(items, scope);
      case Expression.MapOf map -> map(map, scope);
      case Expression.Attribute(Expression of, String name, Position at) ->
          attribute(value(of, scope), name, at);
      case Expression.Item(Expression of, Expression key, Position at) ->
          item(value(of, scope), value(key, scope), at);
      case Expression.Call call -> call(call, scope);
      case Expression.Filter(Expression of, String name, List<Expression> arguments, Position at) ->
          Builtins.filter(name, at).apply(value(of, scope), values(arguments, scope), at);
      case Expression.Test(Expression of, String name, Position at) ->
          Builtins.test(name, value(of, scope), at);
      case Expression.Not(Expression of, _) -> !isTrue(of, scope);
      case Expression.Negative(Expression of, Position at) ->
          Arithmetic.minus(0L, value(of, scope), at);
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Conditional(var condition, var value, var otherwise, Position at) -> {
        if (isTrue(condition, scope)) {
          yield value(value, scope);
        }
        yield otherwise == null
            ? new Undefined("the value of an if without else")
            : value(otherwise, scope);
      }
    };
  }

  static boolean isTrue(Expression expression, Scope scope) {
    return Values.isTrue(value(expression, scope));
  }

  private static List<@Nullable Object> values(List<Expression> expressions, Scope scope) {
    List<@Nullable Object> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(value(expression, scope));
    }
    return values;
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      Expression.MapOf expression, Scope scope) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Expression.Entry entry : expression.entries()) {
      map.put(value(entry.key(), scope), value(entry.value(), scope));
    }
    return map;
  }

  private static @Nullable Object attribute(@Nullable Object of, String name, Position at) {
    if (of instanceof Undefined undefined) {
      throw Values.undefined(undefined, at);
    }
    if (of instanceof Map<?, ?> map && map.containsKey(name)) {
      return map.get(name);
    }
    return new Undefined("\"" + name + "\" of " + Values.kind(of));
  }

  private static @Nullable Object item(@Nullable Object of, @Nullable Object key, Position at) {
    if (of instanceof Undefined undefined) {
      throw Values.undefined(undefined, at);
    }
    if (of instanceof Map<?, ?> map && map.containsKey(key)) {
      return map.get(key);
    }
    if (of instanceof List<?> list && key instanceof Number number) {
      long asked = number.longValue();
      long index = asked < 0 ? asked + list.size() : asked;
      if (index >= 0 && index < list.size()) {
        return list.get((int) index);
      }
    }
    return new Undefined("an item of " + Values.kind(of));
  }

  private static @Nullable Object call(Expression.Call call, Scope scope) {
    if (!(call.function() instanceof Expression.Name(String name, _))
        || !name.equals("raise_exception")) {
      throw call.at().error("this cannot be called; the one function here is raise_exception");
    }
    List<@Nullable Object> arguments = values(call.arguments(), scope);
    Object message = arguments.isEmpty() ? "no message" : arguments.get(0);
    throw call.at().error("the template refused: " + Values.text(message, call.at()));
  }

  private static @Nullable Object binary(Expression.Binary binary, Scope scope) {
    Position at = binary.at();
    Object left = value(binary.left(), scope);
    return switch (binary.operator()) {
      case OR -> Values.isTrue(left) ? left : value(binary.right(), scope);
      case AND -> Values.isTrue(left) ? value(binary.right(), scope) : left;
      case EQUAL -> Values.equal(left, value(binary.right(), scope));
      case NOT_EQUAL -> !Values.equal(left, value(binary.right(), scope));
      case LESS -> Values.compare(left, value(binary.right(), scope), at) < 0;
      case LESS_OR_EQUAL -> Values.compare(left, value(binary.right(), scope), at) <= 0;
      case GREATER -> Values.compare(left, value(binary.right(), scope), at) > 0;
      case GREATER_OR_EQUAL -> Values.compare(left, value(binary.right(), scope), at) >= 0;
      case IN -> Values.contains(value(binary.right(), scope), left, at);
      case NOT_IN -> !Values.contains(value(binary.right(), scope), left, at);
      case CONCAT -> Values.text(left, at) + Values.text(value(binary.right(), scope), at);
      case PLUS -> Arithmetic.plus(left, value(binary.right(), scope), at);
      case MINUS -> Arithmetic.minus(left, value(binary.right(), scope), at);
    };
  }
}
