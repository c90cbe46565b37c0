package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods of a mapping. Those that would change it are refused, as the sandbox of Hugging Face
/// does.
final class MapMethods {
  private static final Set<String> CHANGING =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private static final Set<String> READING = Set.of("items", "keys", "values", "copy", "get");

  private MapMethods() {}

  static boolean has(String name) {
    return READING.contains(name) || CHANGING.contains(name);
  }

  static @Nullable Function get(Map<?, ?> map, String name) {
    return switch (name) {
      case "items" -> a -> new View("dict_items", items(map, a));
      case "keys" -> a -> new View("dict_keys", copied(map.keySet(), a));
      case "values" -> a -> new View("dict_values", copied(map.values(), a));
      case "copy" ->
          a -> a.run().made(new LinkedHashMap<@Nullable Object, @Nullable Object>(map), a.at());
      case "get" ->
          arguments -> {
            Object key = Values.key(arguments.required(0, "key"), arguments.run(), arguments.at());
            return map.containsKey(key) ? map.get(key) : arguments.get(1, "default", null);
          };
      default -> CHANGING.contains(name) ? refusal(name) : null;
    };
  }

  private static List<@Nullable Object> copied(
      Collection<? extends @Nullable Object> part, Function.Arguments a) {
    return a.run().made(new ArrayList<@Nullable Object>(part), a.at());
  }

  static List<Tuple> items(Map<?, ?> map, Function.Arguments a) {
    // A pair takes as much as an entry.
    a.run().made(map, a.at());
    List<Tuple> items = new ArrayList<>(map.size());
    map.forEach((key, value) -> items.add(Tuple.of(key, value)));
    return items;
  }

  static Function refusal(String name) {
    return arguments -> {
      throw arguments.at().error("\"" + name + "\" would change a value, which is not allowed");
    };
  }
}
