package dev.millrace.rollout.gateway.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// One request and its answer. For the connection's thread.
public interface HttpExchange {
  String method();

  /// Without query, percent-decoded.
  String path();

  Optional<String> header(String name);

  /// Reads the whole body.
  ///
  /// @return empty when it is longer than so many bytes
  /// @throws IOException when the client is gone
  Optional<byte[]> body(long mostBytes) throws IOException;

  /// Whether the client has hung up, as far as is known by now; it is found out between the first
  /// question and a later one. A client that sends no more is taken to have hung up.
  boolean isGone();

  /// Answers with JSON.
  void send(int status, Map<String, String> headers, byte[] json) throws IOException;

  /// Answers 200 with server-sent events; each flush leaves at once.
  ///
  /// @throws IOException of the stream's methods: the client is gone
  OutputStream events() throws IOException;
}
