package dev.millrace.rollout.template;

import java.util.List;

/// How a name is read.
final class Variables {
  private Variables() {}

  static Value read(String name, Scope scope) {
    List<Scope.Place> places = scope.places(name);
    if (places.size() == 1 && places.getFirst().levels() == 0) {
      int slot = places.getFirst().slot();
      Undefined undefined = undefined(name);
      return frame -> {
        Object value = frame.slots[slot];
        return Frame.isSet(value) ? value : undefined;
      };
    }
    Undefined undefined = undefined(name);
    Scope.Place[] all = places.toArray(Scope.Place[]::new);
    return frame -> {
      for (Scope.Place place : all) {
        Object value = frame.up(place.levels()).slots[place.slot()];
        if (Frame.isSet(value)) {
          return value;
        }
      }
      return undefined;
    };
  }

  private static Undefined undefined(String name) {
    return new Undefined("\"" + name + "\"");
  }
}
