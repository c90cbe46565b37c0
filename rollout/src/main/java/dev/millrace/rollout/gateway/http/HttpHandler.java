package dev.millrace.rollout.gateway.http;

import java.io.IOException;

/// Answers requests, each on a virtual thread of its own. It may block.
public interface HttpHandler {
  /// @throws IOException when the client is gone
  void handle(HttpExchange exchange) throws IOException, InterruptedException;
}
