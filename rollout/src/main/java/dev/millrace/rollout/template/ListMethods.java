package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods of a list. Those that would change it are refused.
final class ListMethods {
  private static final Set<String> CHANGING =
      Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

  private ListMethods() {}

  static @Nullable Function get(List<?> list, String name) {
    return switch (name) {
      case "index" -> arguments -> index(list, arguments);
      case "count" ->
          arguments -> {
            Object item = arguments.required(0, "value");
            arguments.run().step(list.size(), arguments.at());
            return list.stream()
                .filter(each -> Values.equal(each, item, arguments.run(), arguments.at()))
                .count();
          };
      case "copy" ->
          list instanceof Tuple
              ? null
              : a -> a.run().made(new ArrayList<@Nullable Object>(list), a.at());
      default ->
          CHANGING.contains(name) && !(list instanceof Tuple) ? MapMethods.refusal(name) : null;
    };
  }

  private static long index(List<?> list, Function.Arguments arguments) {
    Object item = arguments.required(0, "value");
    for (int i = 0; i < list.size(); i++) {
      arguments.run().step(arguments.at());
      if (Values.equal(list.get(i), item, arguments.run(), arguments.at())) {
        return i;
      }
    }
    throw arguments.at().error("the list has no such item");
  }
}
