package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Answer;
import dev.millrace.rollout.gateway.ask.Answer.Step;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.AnswerWriter;
import dev.millrace.rollout.gateway.dialect.Dialect;
import dev.millrace.rollout.gateway.dialect.DialectRequest;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.gateway.dialect.ModelList;
import dev.millrace.rollout.gateway.http.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers one request of a session. For the connection's thread.
final class Exchanges {
  private final Session session;
  private final Dialect dialect;
  private final HttpExchange exchange;

  Exchanges(Session session, Dialect dialect, HttpExchange exchange) {
    this.session = session;
    this.dialect = dialect;
    this.exchange = exchange;
  }

  static void refuse(HttpExchange exchange, Dialect dialect, Problem problem) throws IOException {
    // The vendors' clients do as they are told by this header.
    Map<String, String> headers =
        Map.of("x-should-retry", String.valueOf(problem.kind().isRetryable()));
    exchange.send(problem.kind().status(), headers, dialect.error(problem));
  }

  void count(byte[] body) throws IOException {
    exchange.send(200, Map.of(), ModelList.count(session.count(dialect.read(body).ask())));
  }

  void answer(byte[] body) throws IOException, InterruptedException {
    DialectRequest request = dialect.read(body);
    try (Answer.Listening listening = session.ask(request.ask(), asked(body))) {
      AnswerWriter writer = request.writer().apply(heading(request.ask(), listening.answer()));
      if (request.delivery() == Delivery.STREAM) {
        stream(listening, writer);
      } else {
        whole(listening, writer);
      }
    }
  }

  private Heading heading(Ask ask, Answer answer) {
    String asked = ask.wishes().model();
    return new Heading(
        answer.id(),
        answer.created().getEpochSecond(),
        asked == null ? session.episode().model().name() : asked,
        answer.promptTokens());
  }

  /// The same for a request that is sent again. Where the client names its requests, the name
  /// counts too.
  private Retries.Asked asked(byte[] body) {
    MessageDigest digest = Sessions.sha256();
    String name = exchange.header("idempotency-key").orElse("");
    digest.update(
        (dialect.getClass().getName() + '\0' + name + '\0').getBytes(StandardCharsets.UTF_8));
    return new Retries.Asked(
        HexFormat.of().formatHex(digest.digest(body)),
        Retries.Sent.of(exchange.header("x-stainless-retry-count").orElse(null)));
  }

  /// The engine's own limits end the wait, and a client that hangs up.
  private void whole(Answer.Listening listening, AnswerWriter writer)
      throws IOException, InterruptedException {
    Step step = new Step.Silence();
    while (step instanceof Step.Silence) {
      step = listening.end(session.settings().keepAlive());
      if (step instanceof Step.Silence && exchange.isGone()) {
        throw new EOFException("the client hung up before its answer was there");
      }
    }
    switch (step) {
      case Step.Ended(var turn) -> exchange.send(200, Map.of(), writer.whole(turn));
      case Step.Failed(Problem problem) -> throw problem;
      case Step.Events _, Step.Silence _ ->
          throw new IllegalStateException("an answer's end is no end: " + step);
    }
  }

  /// An engine that fails before it said anything is told by the status; after that, in the stream.
  private void stream(Answer.Listening listening, AnswerWriter writer)
      throws IOException, InterruptedException {
    Step step = listening.next(session.settings().keepAlive());
    if (step instanceof Step.Failed(Problem problem)) {
      throw problem;
    }
    try (OutputStream out = exchange.events()) {
      StreamPulse pulse = new StreamPulse(session.settings(), System::nanoTime);
      StringBuilder unsent = new StringBuilder(writer.begin());
      while (!(step instanceof Step.Ended || step instanceof Step.Failed)) {
        unsent.append(pulse.after(said(step, writer), writer));
        // What is there by now leaves with it: each sending is a call of the system.
        step = listening.next(Duration.ZERO);
        if (step instanceof Step.Silence) {
          send(out, unsent);
          step = listening.next(pulse.left());
        }
      }
      unsent.append(said(step, writer));
      send(out, unsent);
    }
  }

  private static String said(Step step, AnswerWriter writer) {
    return switch (step) {
      case Step.Events(var events) ->
          events.stream().map(writer::hear).collect(Collectors.joining());
      case Step.Silence _ -> "";
      case Step.Ended(var turn) -> writer.end(turn);
      case Step.Failed(Problem problem) -> writer.fail(problem);
    };
  }

  private static void send(OutputStream out, StringBuilder events) throws IOException {
    if (!events.isEmpty()) {
      out.write(events.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      events.setLength(0);
    }
  }
}
