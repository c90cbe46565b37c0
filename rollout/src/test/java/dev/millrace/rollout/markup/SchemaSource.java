package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Random schemas of tools, and whether a value is of one. None leaves an object free: no grammar
/// can say that a key is written once there.
final class SchemaSource {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> TYPES =
      List.of("string", "integer", "number", "boolean", "null", "array", "object");
  private static final List<String> NAMES = List.of("path", "p", "path_to", "x-y", "é", "NAME");

  private final Random random;

  SchemaSource(Random random) {
    this.random = random;
  }

  List<ToolSpec> tools() {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> new ToolSpec("tool_" + i, "", root().toString()))
        .toList();
  }

  private ObjectNode root() {
    ObjectNode root = object(2);
    root.putObject("$defs").set("shared", schema(1));
    return root;
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.objectNode().put("type", "object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        properties.set(name, schema(depth));
        if (random.nextBoolean()) {
          required.add(name);
        }
      }
    }
    return object.put("additionalProperties", false);
  }

  private ObjectNode schema(int depth) {
    ObjectNode schema = JSON.objectNode();
    return switch (random.nextInt(8)) {
      case 0 -> schema.set("enum", JSON.arrayNode().add("a").add("b c").add(3).add(true));
      case 1 -> schema.put("const", random.nextBoolean() ? "fixed \"x\"" : "y");
      case 2 -> {
        ArrayNode either = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
        either.add(typed("string", depth)).add(typed("null", depth));
        yield schema;
      }
      case 3 -> schema.set("type", JSON.arrayNode().add("integer").add("boolean"));
      case 4 -> depth > 1 ? schema.put("$ref", "#/$defs/shared") : typed("boolean", depth);
      default -> typed(TYPES.get(random.nextInt(depth > 0 ? TYPES.size() : 5)), depth);
    };
  }

  private ObjectNode typed(String type, int depth) {
    if (type.equals("object")) {
      return object(depth - 1);
    }
    ObjectNode schema = JSON.objectNode().put("type", type);
    if (type.equals("array")) {
      schema.set("items", schema(depth - 1));
    }
    return schema;
  }

  /// What of a value is not as the schema says, or nothing.
  static String problem(JsonNode value, JsonNode schema, JsonNode root) {
    if (schema.has("$ref")) {
      return problem(value, root.at(schema.path("$ref").asText().substring(1)), root);
    }
    List<Boolean> wrongs =
        List.of(
            schema.has("const") && !schema.path("const").equals(value),
            schema.has("enum") && !has(schema.path("enum"), one -> same(one, value)),
            isEither(schema) && !has(either(schema), one -> problem(value, one, root).isEmpty()),
            schema.path("type").isArray() && !has(schema.path("type"), type -> is(value, type)),
            schema.path("type").isTextual() && !is(value, schema.path("type")));
    boolean isWrong = wrongs.contains(true);
    return isWrong ? value + " is not " + schema : inside(value, schema, root);
  }

  private static boolean same(JsonNode one, JsonNode value) {
    return one.toString().equals(value.toString());
  }

  private static boolean isEither(JsonNode schema) {
    return schema.has("anyOf") || schema.has("oneOf");
  }

  private static JsonNode either(JsonNode schema) {
    return schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
  }

  private static boolean has(JsonNode all, Predicate<JsonNode> test) {
    return StreamSupport.stream(all.spliterator(), false).anyMatch(test);
  }

  private static String inside(JsonNode value, JsonNode schema, JsonNode root) {
    StringBuilder problems = new StringBuilder();
    for (JsonNode name : schema.path("required")) {
      problems.append(value.has(name.asText()) ? "" : "no " + name);
    }
    if (value.isArray() && schema.path("items").isObject()) {
      value.forEach(one -> problems.append(problem(one, schema.path("items"), root)));
    }
    if (value.isObject() && schema.has("properties")) {
      value
          .properties()
          .forEach(
              one -> {
                JsonNode of = schema.path("properties").path(one.getKey());
                problems.append(
                    of.isMissingNode() ? "unknown " + one : problem(one.getValue(), of, root));
              });
    }
    return problems.toString();
  }

  private static boolean is(JsonNode value, JsonNode type) {
    return switch (type.asText()) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "array" -> value.isArray();
      default -> value.isObject();
    };
  }
}
