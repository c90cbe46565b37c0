package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What `map`, `select` and their like make, Python's generators: true even where nothing is in it,
/// without length or places, and each item is there for the first who asks.
final class Once implements Iterator<@Nullable Object> {
  /// Calls of the JVM for one item, against those of an expression's node.
  private static final int DEPTH = 4;

  private final Iterator<? extends @Nullable Object> from;
  private final Predicate<@Nullable Object> wanted;
  private final UnaryOperator<@Nullable Object> made;
  private final Arguments arguments;
  private @Nullable Object next;
  private boolean isFound;

  private Once(
      @Nullable Object of,
      Predicate<@Nullable Object> wanted,
      UnaryOperator<@Nullable Object> made,
      Arguments arguments) {
    this.from = Values.iterator(of, arguments.run(), arguments.at());
    this.wanted = wanted;
    this.made = made;
    this.arguments = arguments;
  }

  /// The items, as they are.
  static Once of(List<? extends @Nullable Object> items, Arguments a) {
    return new Once(items, _ -> true, item -> item, a);
  }

  /// What is made of each item, when it is asked for.
  static Once mapped(@Nullable Object of, UnaryOperator<@Nullable Object> made, Arguments a) {
    return new Once(of, _ -> true, made, a);
  }

  /// The items that are wanted.
  static Once selected(@Nullable Object of, Predicate<@Nullable Object> wanted, Arguments a) {
    return new Once(of, wanted, item -> item, a);
  }

  @Override
  public boolean hasNext() {
    // What it is made of may be made of another, and so on.
    arguments.run().enter(DEPTH, arguments.at());
    while (!isFound && from.hasNext()) {
      arguments.run().step(arguments.at());
      Object item = from.next();
      if (wanted.test(item)) {
        next = made.apply(item);
        isFound = true;
      }
    }
    arguments.run().leave(DEPTH);
    return isFound;
  }

  @Override
  public @Nullable Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all items were taken");
    }
    isFound = false;
    return next;
  }

  /// All items that are left.
  List<@Nullable Object> rest(Run run, Position at) {
    List<@Nullable Object> rest = new ArrayList<>();
    forEachRemaining(rest::add);
    return run.made(rest, at);
  }
}
