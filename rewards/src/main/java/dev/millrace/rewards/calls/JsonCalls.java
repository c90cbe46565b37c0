package dev.millrace.rewards.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads calls in JSON: `{"name": …, "arguments": {…}}`, OpenAI's form with `function` around it,
/// `{"NAME": {…}}`, or a list of these.
final class JsonCalls {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private JsonCalls() {}

  static List<Call> read(String text) throws NoCallException {
    JsonNode root = parse(text);
    List<Call> calls = new ArrayList<>();
    if (root.isArray()) {
      for (JsonNode item : root) {
        calls.add(call(item));
      }
    } else {
      calls.add(call(root));
    }
    return calls;
  }

  /// The arguments of a call, which are a JSON object.
  static Map<String, Value> arguments(String json) throws NoCallException {
    return arguments(parse(json));
  }

  /// @param json a value each
  static List<Value> values(List<String> json) throws NoCallException {
    List<Value> values = new ArrayList<>();
    for (String one : json) {
      values.add(value(parse(one)));
    }
    return values;
  }

  private static Call call(JsonNode node) throws NoCallException {
    JsonNode call = node.path("function").isObject() ? node.get("function") : node;
    if (call.path("name").isTextual()) {
      JsonNode arguments = call.has("arguments") ? call.get("arguments") : call.path("parameters");
      JsonNode read = arguments.isTextual() ? parse(arguments.asText()) : arguments;
      return new Call(call.get("name").asText(), arguments(read), 0);
    }
    if (call.isObject() && call.size() == 1) {
      String name = call.fieldNames().next();
      return new Call(name, arguments(call.get(name)), 0);
    }
    throw new NoCallException("a JSON value is no call with a name and arguments");
  }

  private static Map<String, Value> arguments(JsonNode node) throws NoCallException {
    if (!node.isObject()) {
      throw new NoCallException("the arguments are no JSON object");
    }
    Map<String, Value> arguments = new LinkedHashMap<>();
    node.properties().forEach(entry -> arguments.put(entry.getKey(), value(entry.getValue())));
    return arguments;
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> new Value.Text(node.asText());
      case BOOLEAN -> new Value.Truth(node.booleanValue());
      case NUMBER ->
          node.isIntegralNumber()
              ? new Value.Whole(node.bigIntegerValue())
              : new Value.Fraction(node.doubleValue());
      case ARRAY -> {
        List<Value> items = new ArrayList<>();
        node.forEach(item -> items.add(value(item)));
        yield new Value.Items(items);
      }
      case OBJECT -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        node.properties()
            .forEach(entry -> entries.put(new Value.Text(entry.getKey()), value(entry.getValue())));
        yield new Value.Dict(entries);
      }
      case NULL, MISSING, BINARY, POJO -> new Value.None();
    };
  }

  private static JsonNode parse(String text) throws NoCallException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NoCallException("not JSON: " + e.getOriginalMessage());
    }
  }
}
