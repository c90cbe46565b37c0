package dev.millrace.orchestrator.config;

import dev.millrace.rollout.task.KnownKeys;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.scanner.ScannerException;

/// Binds a YAML document to a record. A key that is missing keeps its default; a key that is not
/// known fails.
final class Yaml {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

  private final Path file;

  private Yaml(Path file) {
    this.file = file;
  }

  /// @param text of the file; an empty one is all defaults
  static <T extends Record> T bind(Path file, String text, T defaults) {
    Node root;
    try {
      root = new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      // Neither its message nor the exception: both quote the file, which may be any file at all.
      throw new ConfigException(file + ":" + line(e) + ": not YAML" + problem(e));
    }
    if (root == null) {
      return defaults;
    }
    @SuppressWarnings("unchecked")
    T bound = (T) new Yaml(file).record(root, "", defaults);
    return bound;
  }

  private static int line(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    return mark == null ? 1 : mark.getLine() + 1;
  }

  /// These two speak of single characters and of the grammar; others name what stands there.
  private static String problem(MarkedYAMLException e) {
    boolean isOfGrammar = e instanceof ScannerException || e instanceof ParserException;
    return isOfGrammar ? ": " + e.getProblem() : "";
  }

  private Record record(Node node, String path, Record defaults) {
    if (!(node instanceof MappingNode mapping)) {
      throw bad(node, path.isEmpty() ? "the whole file" : path, "expected a mapping with keys");
    }
    List<String> known = keys(defaults.getClass());
    Map<String, Node> given = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String key = ((ScalarNode) entry.getKeyNode()).getValue();
      String at = path.isEmpty() ? key : path + "." + key;
      if (!known.contains(key)) {
        throw bad(entry.getKeyNode(), at, "unknown key; " + KnownKeys.of(known).hint(key));
      }
      if (given.put(key, entry.getValueNode()) != null) {
        throw bad(entry.getKeyNode(), at, "the key stands here twice");
      }
    }
    return make(node, path, defaults, given);
  }

  /// What may stand in the mapping of a record.
  private static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                isInline(component)
                    ? keys(component.getType()).stream()
                    : Stream.of(component.getName()))
        .toList();
  }

  private static boolean isInline(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class);
  }

  private Record make(Node node, String path, Record defaults, Map<String, Node> given) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      Object standard = read(component, defaults);
      Node value = given.get(component.getName());
      String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
      if (isInline(component) && standard instanceof Record group) {
        values[i] = make(node, path, group, given);
      } else {
        values[i] = value == null ? standard : value(value, at, component, standard);
      }
    }
    try {
      Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      String why = cause == null ? e.toString() : String.valueOf(cause.getMessage());
      throw new ConfigException(where(node) + ": " + why, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + defaults.getClass(), e);
    }
  }

  private @Nullable Object value(
      Node node, String path, RecordComponent component, @Nullable Object standard) {
    Class<?> type = component.getType();
    if (standard instanceof Record group) {
      return record(node, path, group);
    }
    if (standard == null && Tag.NULL.equals(node.getTag())) {
      return null;
    }
    if (Map.class.isAssignableFrom(type)) {
      Class<?> item = argument(component, 1);
      Map<String, Object> map = new LinkedHashMap<>();
      if (!(node instanceof MappingNode mapping)) {
        throw bad(node, path, "expected a mapping of names to values");
      }
      for (NodeTuple entry : mapping.getValue()) {
        String key = ((ScalarNode) entry.getKeyNode()).getValue();
        map.put(key, scalar(entry.getValueNode(), path + "." + key, item));
      }
      return map;
    }
    if (List.class.isAssignableFrom(type)) {
      Class<?> item = argument(component, 0);
      if (!(node instanceof SequenceNode sequence)) {
        throw bad(node, path, "expected a list");
      }
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(n -> list.add(scalar(n, path, item)));
      return list;
    }
    return scalar(node, path, type);
  }

  private Object scalar(Node node, String path, Class<?> type) {
    if (!(node instanceof ScalarNode scalar)) {
      throw bad(node, path, "expected a single value");
    }
    String text = scalar.getValue();
    try {
      if (type == String.class) {
        return text;
      } else if (type == int.class) {
        return Integer.parseInt(text.replace("_", ""));
      } else if (type == long.class) {
        return Long.parseLong(text.replace("_", ""));
      } else if (type == double.class || type == Double.class) {
        return Double.parseDouble(text);
      } else if (type == Duration.class) {
        return duration(text);
      } else if (type == Path.class) {
        Path parent = file.toAbsolutePath().getParent();
        return (parent == null ? Path.of("") : parent).resolve(text).normalize();
      } else if (type.isEnum()) {
        return constant(node, path, text, type);
      }
    } catch (NumberFormatException | DateTimeParseException e) {
      throw bad(node, path, "expected " + form(type) + ", but was \"" + text + "\"");
    }
    throw new IllegalStateException("no configuration value is read as " + type);
  }

  private Object constant(Node node, String path, String text, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw bad(node, path, "\"" + text + "\" is not known; " + KnownKeys.of(names).hint(text));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new NumberFormatException(text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static String form(Class<?> type) {
    if (type == Duration.class) {
      return "a duration like 500ms, 30s, 5m or 1h";
    }
    return type == int.class || type == long.class ? "a whole number" : "a number";
  }

  private static @Nullable Object read(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Class<?> argument(RecordComponent component, int index) {
    return (Class<?>)
        ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
  }

  private ConfigException bad(@Nullable Node node, String path, String why) {
    return new ConfigException((node == null ? file : where(node)) + ": " + path + ": " + why);
  }

  private String where(Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1);
  }
}
