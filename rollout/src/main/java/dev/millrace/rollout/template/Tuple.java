package dev.millrace.rollout.template;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Python's tuple: a list that is written in round brackets.
final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object[] items;
  private final List<String> names;

  private Tuple(@Nullable Object[] items, List<String> names) {
    this.items = items;
    this.names = names;
  }

  static Tuple of(@Nullable Object... items) {
    return new Tuple(items.clone(), List.of());
  }

  static Tuple copyOf(List<? extends @Nullable Object> items) {
    return new Tuple(items.toArray(), List.of());
  }

  /// A named tuple.
  static Tuple named(List<String> names, @Nullable Object... items) {
    return new Tuple(items.clone(), names);
  }

  /// Where the item of a name stands, or below 0.
  int place(String name) {
    return names.indexOf(name);
  }

  @Override
  public @Nullable Object get(int index) {
    return items[index];
  }

  @Override
  public int size() {
    return items.length;
  }

  @Override
  public String toString() {
    return Arrays.toString(items);
  }
}
