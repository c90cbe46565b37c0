package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
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

  /// How many ids an event carries, for faults in the middle of a stream.
  default int idsPerEvent() {
    return 1;
  }

  static int[] ints(JsonNode list) {
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = list.get(i).asInt();
    }
    return ids;
  }
}
