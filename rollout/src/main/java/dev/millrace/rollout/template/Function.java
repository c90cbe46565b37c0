package dev.millrace.rollout.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be called: macros, methods of values, and the functions that every template has.
interface Function {
  @Nullable Object call(Arguments arguments);

  /// What a call is given.
  ///
  /// @param run the rendering that it belongs to
  /// @param at where the call stands
  record Arguments(
      List<@Nullable Object> positional,
      Map<String, @Nullable Object> named,
      Run run,
      Position at) {

    static Arguments none(Run run, Position at) {
      return new Arguments(List.of(), Map.of(), run, at);
    }

    int size() {
      return positional.size();
    }

    boolean has(int index, String name) {
      return index < positional.size() || named.containsKey(name);
    }

    /// An argument by place or by name.
    @Nullable Object get(int index, String name, @Nullable Object otherwise) {
      if (index < positional.size()) {
        return positional.get(index);
      }
      return named.containsKey(name) ? named.get(name) : otherwise;
    }

    @Nullable Object required(int index, String name) {
      if (!has(index, name)) {
        throw at.error("the argument \"" + name + "\" is missing");
      }
      return get(index, name, null);
    }

    String text(int index, String name) {
      return PyText.asString(required(index, name), at);
    }

    int count(int index, String name, int otherwise) {
      Object value = get(index, name, (long) otherwise);
      return value == null ? otherwise : Numbers.toInt(value, at);
    }

    boolean flag(int index, String name, boolean otherwise) {
      return Values.isTrue(get(index, name, otherwise));
    }

    /// The same with others by place.
    Arguments instead(List<@Nullable Object> others) {
      return new Arguments(others, named, run, at);
    }

    /// The arguments after the first.
    Arguments rest() {
      return new Arguments(
          positional.isEmpty() ? positional : positional.subList(1, positional.size()),
          named,
          run,
          at);
    }
  }
}
