package dev.millrace.rollout.markup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The JSON inside a tool call, with its arguments exactly as written.
///
/// @param name the function's name, or empty when the call cannot be read
/// @param arguments as written; the whole object when the call cannot be read
/// @param end the offset in the text after the JSON; where reading began when it is not JSON
/// @param problem what is wrong with it, or null
record CallJson(String name, String arguments, int end, @Nullable String problem) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Whether it is one JSON object, whatever else is wrong with it.
  boolean isWhole() {
    return !arguments.isEmpty();
  }

  static CallJson read(String text, int start) {
    String json = text.substring(start);
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return unreadable(start, "the call is not a JSON object");
      }
      return object(parser, json, start);
    } catch (JsonProcessingException e) {
      return unreadable(start, "the call is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static CallJson unreadable(int start, String problem) {
    return new CallJson("", "", start, problem);
  }

  private static CallJson object(JsonParser parser, String json, int start) throws IOException {
    String name = null;
    String arguments = null;
    boolean isObject = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("name") && value == JsonToken.VALUE_STRING) {
        name = parser.getText();
      } else if (field.equals("arguments")) {
        isObject = value == JsonToken.START_OBJECT;
        arguments = raw(parser, json);
      }
      parser.skipChildren();
    }
    int end = (int) parser.currentLocation().getCharOffset();
    if (name == null || name.isEmpty()) {
      return new CallJson("", json.substring(0, end), start + end, "the call has no name");
    }
    if (arguments == null) {
      return new CallJson("", json.substring(0, end), start + end, "the call has no arguments");
    }
    String problem = isObject ? null : "the arguments are not a JSON object";
    return new CallJson(name, arguments, start + end, problem);
  }

  private static String raw(JsonParser parser, String json) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return json.substring(start, (int) parser.currentLocation().getCharOffset());
  }
}
