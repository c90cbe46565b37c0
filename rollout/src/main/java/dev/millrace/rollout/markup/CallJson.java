package dev.millrace.rollout.markup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON inside a tool call, with its arguments exactly as written.
///
/// @param name the function's name, or empty when the call cannot be read
/// @param arguments as written; the whole text when the call cannot be read
/// @param problem what is wrong with it, or null
record CallJson(String name, String arguments, @Nullable String problem) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static CallJson unreadable(String text, String problem) {
    return new CallJson("", text, problem);
  }

  /// Reads one object with a name and arguments.
  static CallJson read(String text, String nameField, List<String> argumentFields) {
    Map<String, String> fields = new TreeMap<>();
    String problem = fields(text, fields);
    if (problem != null) {
      return unreadable(text, problem);
    }
    String name = fields.getOrDefault(nameField, "");
    if (!name.startsWith("\"") || name.length() == 2) {
      return unreadable(text, "the call has no name");
    }
    String called = JsonText.unquoted(name);
    for (String field : argumentFields) {
      String arguments = fields.get(field);
      if (arguments != null) {
        boolean isObject = arguments.startsWith("{");
        return new CallJson(
            called, arguments, isObject ? null : "the arguments are not a JSON object");
      }
    }
    return unreadable(text, "the call has no arguments");
  }

  /// Judges arguments that stand alone.
  static CallJson arguments(String name, String text) {
    String problem = fields(text, new TreeMap<>());
    return new CallJson(name, text, problem == null ? null : "of the arguments: " + problem);
  }

  /// The elements of an array, as written; or null when it is none.
  static @Nullable List<String> elements(String text) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(raw(parser, text));
      }
      return parser.nextToken() == null ? elements : null;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /// @param fields receives each field's value as written
  /// @return what is wrong, or null
  private static @Nullable String fields(String text, Map<String, String> fields) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return text.isBlank()
            ? "the call is not JSON: it is empty"
            : "the call is not a JSON object";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        fields.put(field, raw(parser, text));
      }
      int end = (int) parser.currentLocation().getCharOffset();
      return text.substring(end).isBlank() ? null : "something follows the call's JSON";
    } catch (JsonProcessingException e) {
      return "the call is not JSON: " + e.getOriginalMessage();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static String raw(JsonParser parser, String json) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return json.substring(start, (int) parser.currentLocation().getCharOffset());
  }
}
