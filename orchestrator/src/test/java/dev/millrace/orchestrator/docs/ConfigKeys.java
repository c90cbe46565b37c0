package dev.millrace.orchestrator.docs;

import dev.millrace.orchestrator.config.Inline;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys of a configuration with their defaults, written as a file would write them.
final class ConfigKeys {
  private final Map<String, String> defaults = new LinkedHashMap<>();

  static Map<String, String> of(Record config) throws ReflectiveOperationException {
    ConfigKeys keys = new ConfigKeys();
    keys.add("", config);
    return keys.defaults;
  }

  private void add(String prefix, Record section) throws ReflectiveOperationException {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = prefix + component.getName();
      Object value = component.getAccessor().invoke(section);
      if (value instanceof Record nested) {
        add(component.isAnnotationPresent(Inline.class) ? prefix : key + ".", nested);
      } else {
        defaults.put(key, written(value));
      }
    }
  }

  private static String written(@Nullable Object value) {
    return switch (value) {
      case null -> "unset";
      case Duration duration -> duration.toSeconds() + "s";
      case Path path -> path.toString();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }
}
