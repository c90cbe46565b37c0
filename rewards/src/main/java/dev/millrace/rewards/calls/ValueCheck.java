package dev.millrace.rewards.calls;

import dev.millrace.rewards.calls.Value.Dict;
import dev.millrace.rewards.calls.Value.Items;
import dev.millrace.rewards.calls.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether an argument is one of the values allowed. Texts, also those in lists and dicts, are
/// compared in lower case and without the characters ` ,./-_*^`.
final class ValueCheck {
  private static final Value LEFT_OUT = new Text("");

  private final Types types;
  private final List<Value> allowed;

  ValueCheck(Types types) {
    this.types = types;
    this.allowed = types.allowed();
  }

  /// What is wrong with an argument, if anything.
  Optional<String> problem(Value argument) {
    Value value = types.converted(argument);
    if (!types.fits(value)) {
      return Optional.of("is a " + argument.type() + " or holds values of another type");
    }
    boolean right = types.isVariable(value) ? isAny(value, allowed) : isAllowed(value);
    return right
        ? Optional.empty()
        : Optional.of("is " + argument.shown() + ", which is none of the values allowed");
  }

  private boolean isAllowed(Value value) {
    return switch (value) {
      case Dict dict -> allowed.stream().anyMatch(one -> isDict(dict, one));
      case Items(List<Value> items) when types.isListOfDicts() ->
          allowed.stream().anyMatch(one -> areDicts(items, one));
      case Items _ -> isAny(standard(value), allowed.stream().map(ValueCheck::asList).toList());
      case Text _ ->
          isAny(
              standard(value),
              allowed.stream().filter(Text.class::isInstance).map(ValueCheck::standard).toList());
      case Value.Whole _, Value.Fraction _, Value.Truth _, Value.None _, Value.Tuple _ ->
          isAny(value, allowed);
    };
  }

  /// Whether each entry is one that is allowed under its key, and none is missing.
  private static boolean isDict(Dict given, Value one) {
    if (!(one instanceof Dict right)) {
      return false;
    }
    boolean known =
        given.entries().entrySet().stream()
            .allMatch(
                entry ->
                    right
                        .at(entry.getKey())
                        .filter(values -> isEntry(entry.getValue(), values))
                        .isPresent());
    return known
        && right.entries().entrySet().stream()
            .allMatch(
                entry ->
                    given.at(entry.getKey()).isPresent()
                        || isAny(LEFT_OUT, values(entry.getValue())));
  }

  private static boolean isEntry(Value value, Value allowed) {
    return isAny(standard(value), values(allowed).stream().map(ValueCheck::standard).toList());
  }

  private static List<Value> values(Value allowed) {
    return allowed instanceof Items(List<Value> values) ? values : List.of();
  }

  private static boolean areDicts(List<Value> given, Value one) {
    List<Value> right = values(one);
    boolean same = given.size() == right.size() && (one instanceof Items || one.equals(LEFT_OUT));
    for (int i = 0; same && i < right.size(); i++) {
      same = given.get(i) instanceof Dict dict && isDict(dict, right.get(i));
    }
    return same;
  }

  /// A list with its texts in one form; a text where a list is expected is a list of its letters.
  private static Value asList(Value value) {
    return value instanceof Text(String text)
        ? new Items(
            text.codePoints()
                .<Value>mapToObj(c -> standard(new Text(Character.toString(c))))
                .toList())
        : standard(value);
  }

  /// Texts, and those directly in a list, in the form in which equal ones are equal.
  private static Value standard(Value value) {
    return switch (value) {
      case Text(String text) -> new Text(standard(text));
      case Items(List<Value> items) ->
          new Items(
              items.stream()
                  .map(item -> item instanceof Text(String text) ? new Text(standard(text)) : item)
                  .collect(Collectors.toList()));
      default -> value;
    };
  }

  private static String standard(String text) {
    return text.replaceAll("[ ,./\\-_*^]", "").toLowerCase(Locale.ROOT).replace('\'', '"');
  }

  private static boolean isAny(Value value, List<Value> values) {
    return values.stream().anyMatch(value::isEqualTo);
  }
}
