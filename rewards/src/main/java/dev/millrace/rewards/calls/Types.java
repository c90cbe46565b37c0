package dev.millrace.rewards.calls;

import dev.millrace.rollout.task.calls.CallSpec.ParameterType;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Form;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Plain;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// Which values are of a declared type. Where the values that a task allows are of another type
/// than it declares, they name a variable of the caller's: then that type is right.
///
/// @param allowed an empty text among them is no value
record Types(ParameterType declared, List<Value> allowed) {
  private static final Value LEFT_OUT = new Value.Text("");

  /// A value as the declared type takes it: a whole number as a float, a tuple as a list where a
  /// tuple is declared.
  Value converted(Value value) {
    if (declared == Plain.FLOAT && value instanceof Value.Whole(BigInteger number)) {
      return new Value.Fraction(number.doubleValue());
    }
    return declared.equals(new ParameterType.Array(element(), Form.TUPLE))
            && value instanceof Value.Tuple(List<Value> items)
        ? new Value.Items(items)
        : value;
  }

  boolean fits(Value value) {
    if (value.type().equals(outer())) {
      return !(declared instanceof ParameterType.Array)
          || allowed.stream()
              .anyMatch(
                  one -> !(one instanceof Value.Items(var items)) || elementsFit(value, items));
    }
    return typeOf(allowed).filter(value.type()::equals).isPresent();
  }

  /// Whether a value that fits is compared as it stands.
  boolean isVariable(Value value) {
    return !value.type().equals(outer())
        || typeOf(allowed).filter(type -> !type.equals(outer())).isPresent();
  }

  boolean isListOfDicts() {
    return declared instanceof ParameterType.Array(Plain element, _) && element == Plain.DICT;
  }

  private boolean elementsFit(Value value, List<Value> right) {
    String type = name(element());
    Optional<String> other = typeOf(right);
    return value instanceof Value.Items(List<Value> items)
        && items.stream()
            .map(Value::type)
            .allMatch(one -> one.equals(type) || other.filter(one::equals).isPresent());
  }

  private static Optional<String> typeOf(List<Value> values) {
    return values.stream().filter(value -> !value.equals(LEFT_OUT)).map(Value::type).findFirst();
  }

  private String outer() {
    return declared instanceof Plain plain ? name(plain) : "list";
  }

  private Plain element() {
    return declared instanceof ParameterType.Array(Plain element, _) ? element : Plain.LIST;
  }

  private static String name(Plain type) {
    return switch (type) {
      case STRING -> "string";
      case INTEGER -> "integer";
      case FLOAT -> "float";
      case BOOLEAN -> "boolean";
      case DICT -> "dict";
      case LIST -> "list";
    };
  }
}
