package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Function.Arguments;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How filters name a part of an item: an attribute, an attribute of an attribute (`a.b`), or a
/// place (`0`).
final class AttributePath {
  private final @Nullable Object[] parts;
  private final @Nullable Object otherwise;
  private final Arguments arguments;

  private AttributePath(@Nullable Object[] parts, @Nullable Object otherwise, Arguments arguments) {
    this.parts = parts;
    this.otherwise = otherwise;
    this.arguments = arguments;
  }

  /// @param arguments the filter's, for errors and what is to be counted
  static AttributePath of(Object attribute, Arguments arguments) {
    return of(attribute, null, arguments);
  }

  /// @param otherwise stands for each part that is undefined, unless it is null
  static AttributePath of(Object attribute, @Nullable Object otherwise, Arguments arguments) {
    if (!(attribute instanceof String path)) {
      return new AttributePath(new @Nullable Object[] {attribute}, otherwise, arguments);
    }
    String[] names = path.split("\\.", -1);
    @Nullable Object[] parts = new @Nullable Object[names.length];
    for (int i = 0; i < names.length; i++) {
      parts[i] = names[i].matches("\\d{1,9}") ? (Object) Long.valueOf(names[i]) : names[i];
    }
    return new AttributePath(parts, otherwise, arguments);
  }

  @Nullable Object in(@Nullable Object item) {
    arguments.run().step(parts.length, arguments.at());
    Object value = item;
    for (Object part : parts) {
      value =
          part instanceof String name
              ? key(value, name, arguments.at())
              : Access.item(value, part, arguments.run(), arguments.at());
      value = value instanceof Undefined && otherwise != null ? otherwise : value;
    }
    return value;
  }

  private static @Nullable Object key(@Nullable Object of, String name, Position at) {
    return of instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : Access.attribute(of, name, at);
  }
}
