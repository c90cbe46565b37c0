package dev.millrace.rollout.template;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files that a user names: what cannot be read is said with the file's name and what it should be.
final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /// A file that holds one JSON object.
  ///
  /// @param expected what is in such a file, for the message
  static JsonNode object(Path file, String expected) throws IOException {
    String text = text(file, expected);
    try {
      JsonNode root = JSON.readTree(text);
      if (root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      // Its own message is all that it says; the one with the place does not know the file.
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new IOException(
          file + place + " is not JSON: " + e.getOriginalMessage() + "; expected " + expected);
    }
    throw new IOException(file + " is JSON, but no object; expected " + expected);
  }

  /// A file of UTF-8 text.
  static String text(Path file, String expected) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; expected " + expected);
    }
    if (!Files.exists(file)) {
      throw new IOException(file + " does not exist; expected " + expected);
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text; expected " + expected, e);
    }
  }

  /// JSON as a template's values: whole numbers stay whole, whatever their size.
  static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    return node.isNumber()
        ? (Object) node.doubleValue()
        : node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
  }
}
