package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where names are looked up while a template is compiled. A scope inside another may set a name of
/// its own; until it has, the outer one counts. What a scope set is forgotten when it begins again.
abstract class Scope {
  private final Map<String, Integer> slots = new LinkedHashMap<>();

  /// The number of a name that this scope sets.
  int declare(String name) {
    return slots.computeIfAbsent(name, _ -> allocate());
  }

  /// The numbers that are forgotten when the scope begins again.
  int[] own() {
    return slots.values().stream().mapToInt(Integer::intValue).toArray();
  }

  abstract int allocate();

  /// Adds where a name may stand, innermost first.
  ///
  /// @param levels frames between the reader and this scope
  abstract void find(String name, int levels, List<Place> places);

  @Nullable Integer slot(String name) {
    return slots.get(name);
  }

  List<Place> places(String name) {
    List<Place> places = new ArrayList<>();
    find(name, 0, places);
    return List.copyOf(places);
  }

  Scope inner() {
    return new Block(this);
  }

  /// Where a variable is: so many frames out, at that number.
  record Place(int levels, int slot) {}

  /// The template itself: every name that is used has a place, filled from the variables.
  static final class Root extends Scope {
    private int size;

    @Override
    int allocate() {
      return size++;
    }

    @Override
    void find(String name, int levels, List<Place> places) {
      places.add(new Place(levels, declare(name)));
    }

    int size() {
      return size;
    }

    /// What fills the places when a rendering begins; for after everything is compiled.
    Loading loading() {
      String[] names = super.slots.keySet().toArray(String[]::new);
      int[] slots = new int[names.length];
      @Nullable Object[] globals = new @Nullable Object[names.length];
      for (int i = 0; i < names.length; i++) {
        slots[i] = declare(names[i]);
        globals[i] = Globals.get(names[i]);
      }
      return new Loading(names, slots, globals);
    }
  }

  /// Names with their places and what stands there unless a variable does.
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and read in a hot loop.
  record Loading(String[] names, int[] slots, @Nullable Object[] globals) {
    void into(Frame frame, Map<String, ? extends @Nullable Object> variables) {
      for (int i = 0; i < names.length; i++) {
        Object value = variables.get(names[i]);
        boolean isGiven = value != null || variables.containsKey(names[i]);
        frame.slots[slots[i]] = isGiven ? value : globals[i];
      }
    }
  }

  /// A loop's body, a `with`, a captured block: in the frame of what is around it.
  static final class Block extends Scope {
    private final Scope around;

    Block(Scope around) {
      this.around = around;
    }

    @Override
    int allocate() {
      return around.allocate();
    }

    @Override
    void find(String name, int levels, List<Place> places) {
      Integer slot = slot(name);
      if (slot != null) {
        places.add(new Place(levels, slot));
      }
      around.find(name, levels, places);
    }
  }

  /// The body of a macro: a frame of its own.
  static final class Call extends Scope {
    private final Scope around;
    private final Set<String> used = new HashSet<>();
    private int size;

    Call(Scope around) {
      this.around = around;
    }

    @Override
    int allocate() {
      return size++;
    }

    int size() {
      return size;
    }

    /// Whether the body reads a name of the call's own; for after it is compiled.
    boolean uses(String name) {
      return used.contains(name);
    }

    @Override
    void find(String name, int levels, List<Place> places) {
      used.add(name);
      Integer slot = slot(name);
      if (slot != null) {
        places.add(new Place(levels, slot));
      }
      around.find(name, levels + 1, places);
    }
  }
}
