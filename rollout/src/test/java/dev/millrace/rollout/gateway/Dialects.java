package dev.millrace.rollout.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import java.util.ArrayList;
import java.util.List;

/// The same question in each dialect that knows tools, and where its answers have what.
enum Dialects {
  CHAT("/v1/chat/completions") {
    @Override
    String body(String more) {
      return "{\"messages\":[{\"role\":\"user\",\"content\":\"List files.\"}],\"tools\":["
          + "{\"type\":\"function\",\"function\":{\"name\":\"bash\"}},"
          + "{\"type\":\"function\",\"function\":{\"name\":\"read\"}}]"
          + more
          + "}";
    }

    @Override
    String choice(Choice choice) {
      return switch (choice) {
        case NONE -> ",\"tool_choice\":\"none\"";
        case ANY -> ",\"tool_choice\":\"required\"";
        case READ -> ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"read\"}}";
        case NOWHERE ->
            ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"nowhere\"}}";
        case SINGLE -> ",\"parallel_tool_calls\":false";
      };
    }

    @Override
    List<String> calls(JsonNode answer) {
      return texts(answer.at("/choices/0/message/tool_calls"), "/function/name");
    }

    @Override
    String streamedCalls(Reply stream) {
      return stream.joined("/choices/0/delta/tool_calls/0/function/name");
    }
  },
  RESPONSES("/v1/responses") {
    @Override
    String body(String more) {
      return "{\"input\":\"List files.\",\"tools\":[{\"type\":\"function\",\"name\":\"bash\"},"
          + "{\"type\":\"function\",\"name\":\"read\"}]"
          + more
          + "}";
    }

    @Override
    String choice(Choice choice) {
      return switch (choice) {
        case NONE -> ",\"tool_choice\":\"none\"";
        case ANY -> ",\"tool_choice\":\"required\"";
        case READ -> ",\"tool_choice\":{\"type\":\"function\",\"name\":\"read\"}";
        case NOWHERE -> ",\"tool_choice\":{\"type\":\"function\",\"name\":\"nowhere\"}";
        case SINGLE -> ",\"parallel_tool_calls\":false";
      };
    }

    @Override
    List<String> calls(JsonNode answer) {
      return texts(answer.path("output"), "/name");
    }

    @Override
    String streamedCalls(Reply stream) {
      return String.join("", calls(stream.events().getLast().path("response")));
    }
  },
  MESSAGES("/v1/messages") {
    @Override
    String body(String more) {
      return "{\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"List files.\"}],"
          + "\"tools\":[{\"name\":\"bash\",\"input_schema\":{\"type\":\"object\"}},"
          + "{\"name\":\"read\",\"input_schema\":{\"type\":\"object\"}}]"
          + more
          + "}";
    }

    @Override
    String choice(Choice choice) {
      return switch (choice) {
        case NONE -> ",\"tool_choice\":{\"type\":\"none\"}";
        case ANY -> ",\"tool_choice\":{\"type\":\"any\"}";
        case READ -> ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"read\"}";
        case NOWHERE -> ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"nowhere\"}";
        case SINGLE -> ",\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}";
      };
    }

    @Override
    List<String> calls(JsonNode answer) {
      return texts(answer.path("content"), "/name");
    }

    @Override
    String streamedCalls(Reply stream) {
      return stream.joined("/content_block/name");
    }
  };

  /// What is asked of calls; READ and NOWHERE name a tool.
  enum Choice {
    NONE,
    ANY,
    READ,
    NOWHERE,
    SINGLE
  }

  final String path;

  Dialects(String path) {
    this.path = path;
  }

  /// A question that offers the tools `bash` and `read`.
  abstract String body(String more);

  abstract String choice(Choice choice);

  /// The names of an answer's calls.
  abstract List<String> calls(JsonNode answer);

  abstract String streamedCalls(Reply stream);

  private static List<String> texts(JsonNode items, String pointer) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items) {
      if (item.at(pointer).isTextual()) {
        texts.add(item.at(pointer).asText());
      }
    }
    return texts;
  }
}
