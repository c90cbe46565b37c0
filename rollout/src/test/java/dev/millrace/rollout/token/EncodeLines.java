package dev.millrace.rollout.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Encodes and decodes texts for a comparison with another implementation: each line of standard
/// input is a JSON string, each line of standard output `{"ids": [...], "text": "..."}`.
public final class EncodeLines {
  private EncodeLines() {}

  /// @param args the path of a `tokenizer.json`
  public static void main(String[] args) throws IOException {
    Tokenizer tokenizer = Tokenizers.load(Path.of(args[0]));
    ObjectMapper json = new ObjectMapper();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode text = json.readTree(line);
      int[] ids = tokenizer.encode(text.asText());
      out.println(
          json.createObjectNode()
              .put("text", tokenizer.decode(ids))
              .set("ids", json.valueToTree(ids))
              .toString());
    }
    out.flush();
  }
}
