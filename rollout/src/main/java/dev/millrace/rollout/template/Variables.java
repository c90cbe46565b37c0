package dev.millrace.rollout.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a name is read.
final class Variables {
  private Variables() {}

  static Value read(String name, Scope scope) {
    List<Scope.Place> places = scope.places(name);
    if (places.size() == 1 && places.getFirst().levels() == 0) {
      int slot = places.getFirst().slot();
      return frame -> known(frame.slots[slot], name);
    }
    Scope.Place[] all = places.toArray(Scope.Place[]::new);
    return frame -> {
      for (Scope.Place place : all) {
        Object value = frame.up(place.levels()).slots[place.slot()];
        if (Frame.isSet(value)) {
          return value;
        }
      }
      return undefined(name);
    };
  }

  private static @Nullable Object known(@Nullable Object value, String name) {
    return Frame.isSet(value) ? value : undefined(name);
  }

  private static Undefined undefined(String name) {
    return new Undefined("\"" + name + "\"");
  }
}
