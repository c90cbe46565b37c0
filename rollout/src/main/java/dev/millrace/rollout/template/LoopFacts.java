package dev.millrace.rollout.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The variable `loop`.
final class LoopFacts {
  private final List<? extends @Nullable Object> items;
  private final int depth;
  private final @Nullable Function recursion;
  private int index;
  private @Nullable List<@Nullable Object> lastChecked;

  LoopFacts(List<? extends @Nullable Object> items, int depth, @Nullable Function recursion) {
    this.items = items;
    this.depth = depth;
    this.recursion = recursion;
  }

  void move(int to) {
    index = to;
  }

  @Nullable Object get(String name) {
    int n = items.size();
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) n - index;
      case "revindex0" -> n - index - 1L;
      case "first" -> index == 0;
      case "last" -> index == n - 1;
      case "length" -> (long) n;
      case "depth" -> (long) depth;
      case "depth0" -> depth - 1L;
      case "previtem" ->
          index == 0 ? new Undefined("loop.previtem of the first") : items.get(index - 1);
      case "nextitem" ->
          index == n - 1 ? new Undefined("loop.nextitem of the last") : items.get(index + 1);
      case "cycle" -> (Function) this::cycle;
      case "changed" -> (Function) this::changed;
      default -> new Undefined("\"" + name + "\" of loop");
    };
  }

  private @Nullable Object cycle(Function.Arguments arguments) {
    if (arguments.size() == 0) {
      throw arguments.at().error("loop.cycle needs values");
    }
    return arguments.positional().get(index % arguments.size());
  }

  private @Nullable Object changed(Function.Arguments arguments) {
    List<@Nullable Object> now = new ArrayList<>(arguments.positional());
    boolean isSame =
        lastChecked != null && Values.equal(lastChecked, now, arguments.run(), arguments.at());
    lastChecked = now;
    return !isSame;
  }

  @Nullable Object call(Function.Arguments arguments) {
    if (recursion == null) {
      throw arguments.at().error("the loop is not recursive, so loop cannot be called");
    }
    return recursion.call(arguments);
  }
}
