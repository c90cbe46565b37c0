package dev.millrace.rollout.gateway.dialect;

import dev.millrace.rollout.gateway.ask.Problem;

/// One wire form of requests and answers. Any thread may use it.
public interface Dialect {
  Dialect CHAT = new ChatDialect();
  Dialect COMPLETIONS = new CompletionsDialect();
  Dialect RESPONSES = new ResponsesDialect();
  Dialect MESSAGES = new MessagesDialect();

  /// Reads a request. Fields that nobody knows are passed over.
  ///
  /// @throws Problem when it is no request of this dialect, or asks for what there is not
  DialectRequest read(byte[] body);

  /// The dialect's own form of an error.
  byte[] error(Problem problem);
}
