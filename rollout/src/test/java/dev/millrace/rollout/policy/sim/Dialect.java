package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import java.util.List;

/// How one engine reads requests and writes answers.
interface Dialect {
  /// The route that samples.
  String path();

  /// The prompt, or nothing.
  int[] prompt(JsonNode body);

  int maxTokens(JsonNode body);

  /// The events of a stream, or the one body of a whole answer.
  List<String> events(SimRequest request, Reply reply, Fault fault);

  /// The page that gives the engine away, or "" for none.
  String page(String path);

  /// Writes `weight_versions`, where there are any.
  static void versions(Reply reply, ObjectNode to) {
    if (reply.versions().isEmpty()) {
      return;
    }
    ArrayNode spans = to.putArray("weight_versions");
    for (RawSpan span : reply.versions()) {
      spans
          .addObject()
          .put("version", span.version())
          .put("start", span.start())
          .put("end", span.end());
    }
  }

  static int[] ints(JsonNode list) {
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.get(i).asInt();
    }
    return ids;
  }
}
