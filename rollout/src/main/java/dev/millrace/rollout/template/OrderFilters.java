package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Filters.Filter;
import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The filters over lists that compare their items. Texts are compared without regard to case
/// unless a filter is told otherwise.
final class OrderFilters {
  static final Map<String, Filter> ALL =
      Map.of(
          "sort", OrderFilters::sort,
          "unique", OrderFilters::unique,
          "min", (value, a) -> extreme(value, a, -1),
          "max", (value, a) -> extreme(value, a, 1),
          "groupby", OrderFilters::groupBy,
          "dictsort", OrderFilters::dictSort);

  /// What a group's key and members are also called.
  private static final List<String> GROUP = List.of("grouper", "list");

  private static final int GROUP_SIZE = 160;

  private OrderFilters() {}

  /// What items are known by: themselves, or a part of each.
  private static Key key(@Nullable Object attribute, boolean exact, Arguments a) {
    if (attribute == null) {
      return item -> folded(item, exact, a);
    }
    AttributePath path = AttributePath.of(attribute, a);
    return item -> folded(path.in(item), exact, a);
  }

  /// The same as a list, also of several parts (`a,b`): what is equal in it needs no order.
  private static Key keys(@Nullable Object attribute, boolean exact, Arguments a) {
    List<Key> keys = new ArrayList<>();
    if (attribute instanceof String several) {
      for (String one : several.split(",", -1)) {
        keys.add(key(one, exact, a));
      }
    } else {
      keys.add(key(attribute, exact, a));
    }
    return item -> {
      List<@Nullable Object> all = new ArrayList<>();
      keys.forEach(key -> all.add(key.of(item)));
      return all;
    };
  }

  private static @Nullable Object folded(@Nullable Object value, boolean exact, Arguments a) {
    return !exact && value instanceof String text
        ? a.run().made(text.toLowerCase(Locale.ROOT), a.at())
        : value;
  }

  private static List<@Nullable Object> sort(@Nullable Object value, Arguments a) {
    boolean exact = a.flag(1, "case_sensitive", false);
    Object attribute = a.get(2, "attribute", null);
    return sorted(
        ListFilters.items(value, a), a, keys(attribute, exact, a), a.flag(0, "reverse", false));
  }

  private record Ranked(@Nullable Object item, @Nullable Object key) {}

  private interface Key {
    @Nullable Object of(@Nullable Object item);
  }

  private static List<@Nullable Object> sorted(
      List<? extends @Nullable Object> items, Arguments a, Key key, boolean descending) {
    Comparator<Ranked> order =
        (x, y) -> {
          a.run().step(a.at());
          return Values.compare(x.key(), y.key(), a.run(), a.at());
        };
    List<Ranked> ranked = new ArrayList<>(items.size());
    for (Object item : items) {
      ranked.add(new Ranked(item, key.of(item)));
    }
    ranked.sort(descending ? Collections.reverseOrder(order) : order);
    List<@Nullable Object> sorted = new ArrayList<>(items.size());
    ranked.forEach(each -> sorted.add(each.item()));
    return sorted;
  }

  private static Once unique(@Nullable Object value, Arguments a) {
    boolean exact = a.flag(0, "case_sensitive", false);
    Key key = key(a.get(1, "attribute", null), exact, a);
    Set<@Nullable Object> seen = new HashSet<>();
    return Once.selected(value, item -> seen.add(Values.hashed(key.of(item), a.run(), a.at())), a);
  }

  private static @Nullable Object extreme(@Nullable Object value, Arguments a, int sign) {
    boolean exact = a.flag(0, "case_sensitive", false);
    Key key = key(a.get(1, "attribute", null), exact, a);
    List<? extends @Nullable Object> items = ListFilters.items(value, a);
    if (items.isEmpty()) {
      return new Undefined("the extreme of an empty list");
    }
    Object best = items.getFirst();
    Object rank = key.of(best);
    for (Object item : items.subList(1, items.size())) {
      Object other = key.of(item);
      if (sign * Values.compare(other, rank, a.run(), a.at()) > 0) {
        best = item;
        rank = other;
      }
    }
    return best;
  }

  private static List<Tuple> groupBy(@Nullable Object value, Arguments a) {
    Object attribute = a.required(0, "attribute");
    if (attribute == null) {
      throw a.at().error("groupby needs an attribute");
    }
    Object otherwise = a.get(1, "default", null);
    boolean exact = a.flag(2, "case_sensitive", false);
    Key exactKey = AttributePath.of(attribute, otherwise, a)::in;
    Key key = item -> folded(exactKey.of(item), exact, a);
    List<Tuple> groups = new ArrayList<>();
    List<@Nullable Object> members = new ArrayList<>();
    Object last = null;
    for (Object item : sorted(ListFilters.items(value, a), a, key, false)) {
      Object rank = key.of(item);
      if (members.isEmpty() || !Values.equal(rank, last, a.run(), a.at())) {
        members = new ArrayList<>();
        groups.add(Tuple.named(GROUP, exactKey.of(item), members));
      }
      members.add(item);
      last = rank;
    }
    a.run().made(members, a.at());
    a.run().room((long) groups.size() * GROUP_SIZE, a.at());
    return groups;
  }

  private static List<@Nullable Object> dictSort(@Nullable Object value, Arguments a) {
    if (!(value instanceof Map<?, ?> map)) {
      throw a.at().error("dictsort works on a mapping, not on " + Values.kind(value));
    }
    boolean exact = a.flag(0, "case_sensitive", false);
    Object named = a.get(1, "by", "key");
    if (!"key".equals(named) && !"value".equals(named)) {
      throw a.at().error("dictsort goes by key or by value");
    }
    int by = "value".equals(named) ? 1 : 0;
    return sorted(
        MapMethods.items(map, a),
        a,
        pair -> folded(pair instanceof Tuple tuple ? tuple.get(by) : null, exact, a),
        a.flag(2, "reverse", false));
  }
}
