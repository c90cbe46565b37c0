package dev.millrace.rollout.template;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mapping's `keys`, `values` and `items` give: it can be gone through, but has no places,
/// and is no list to `tojson`.
final class View extends AbstractCollection<@Nullable Object> {
  private final String name;
  private final List<? extends @Nullable Object> items;

  View(String name, List<? extends @Nullable Object> items) {
    this.name = name;
    this.items = items;
  }

  /// What Python calls it.
  String name() {
    return name;
  }

  /// Keys and pairs are equal to others in any order; values only to themselves.
  boolean isSet() {
    return !name.equals("dict_values");
  }

  List<? extends @Nullable Object> items() {
    return items;
  }

  @Override
  @SuppressWarnings("unchecked") // Only read.
  public Iterator<@Nullable Object> iterator() {
    return (Iterator<@Nullable Object>) items.iterator();
  }

  @Override
  public int size() {
    return items.size();
  }
}
