package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.Map;

/// TOML as plain values, for files that are no task.
public final class Toml {
  private Toml() {}

  /// @return tables as maps, arrays as lists, and strings, numbers and booleans
  /// @throws IllegalArgumentException when it is no TOML; the message names line and column
  public static Map<String, Object> read(String text) {
    try {
      return new TomlMapper().readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at " + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
      throw new IllegalArgumentException("not TOML" + where + ": " + e.getOriginalMessage(), e);
    }
  }
}
