package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The bodies of `/v1/models`, in the shapes of all clients at once: OpenAI's and Anthropic's
/// `data`, Codex's `models`.
public final class ModelList {
  /// The same for all answers, because the model is as old as the question.
  private static final long CREATED_SECONDS = 1_700_000_000;

  private static final String CREATED = "2023-11-14T22:13:20Z";

  private ModelList() {}

  public static byte[] list(String model) {
    ObjectNode list = Json.object();
    list.put("object", "list");
    list.putArray("data").add(entry(model));
    list.putArray("models")
        .addObject()
        .put("id", model)
        .put("slug", model)
        .put("display_name", model);
    list.put("has_more", false).put("first_id", model).put("last_id", model);
    return Json.bytes(list);
  }

  public static byte[] one(String model) {
    return Json.bytes(entry(model));
  }

  /// The body of `count_tokens`.
  public static byte[] count(int inputTokens) {
    return Json.bytes(Json.object().put("input_tokens", inputTokens));
  }

  private static ObjectNode entry(String model) {
    ObjectNode entry = Json.object();
    entry.put("id", model).put("object", "model").put("created", CREATED_SECONDS);
    entry.put("owned_by", "millrace").put("type", "model");
    return entry.put("display_name", model).put("created_at", CREATED);
  }
}
