package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.BitSet;

/// The ids that a `tokenizer.json` gives a text. Reads it as a stream, because large ones make
/// trees of hundreds of megabytes.
final class TokenizerIds {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final BitSet ids = new BitSet();

  private TokenizerIds(JsonParser parser) {
    this.parser = parser;
  }

  /// @throws IOException when it is no JSON, or lists no ids
  static BitSet of(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      TokenizerIds reader = new TokenizerIds(parser);
      parser.nextToken();
      reader.members("");
      if (reader.ids.isEmpty()) {
        throw new IOException("it lists no ids in model.vocab and added_tokens");
      }
      return reader.ids;
    }
  }

  /// Reads the object that the parser stands at.
  ///
  /// @param of its path
  private void members(String of) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = of + "/" + parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "/model" -> members(name);
        case "/model/vocab" -> vocabulary(value);
        case "/added_tokens" -> added();
        default -> parser.skipChildren();
      }
    }
  }

  /// Texts to ids; or, where texts have scores, a list in the order of ids.
  private void vocabulary(JsonToken start) throws IOException {
    if (start == JsonToken.START_ARRAY) {
      for (int id = 0; parser.nextToken() != JsonToken.END_ARRAY; id++) {
        ids.set(id);
        parser.skipChildren();
      }
    } else {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
        ids.set(parser.getIntValue());
      }
    }
  }

  private void added() throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isId = parser.currentName().equals("id");
        parser.nextToken();
        if (isId) {
          ids.set(parser.getIntValue());
        }
        parser.skipChildren();
      }
    }
  }
}
