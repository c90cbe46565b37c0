package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.Dialect;
import dev.millrace.rollout.gateway.dialect.ModelList;
import dev.millrace.rollout.gateway.http.HttpExchange;
import dev.millrace.rollout.gateway.http.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the session and the endpoint of a request, and answers what cannot be answered in the
/// dialect's own form.
final class Router implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final String SCOPE = "/s/";
  private static final String BEARER = "bearer ";

  private final Sessions sessions;
  private final GatewaySettings settings;

  Router(Sessions sessions, GatewaySettings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  /// A path, split.
  ///
  /// @param scope the session's capability, or null when the path holds none
  /// @param rest without scope and `/v1`; begins with a slash
  private record Target(@Nullable String scope, String rest) {
    static Target of(String path) {
      String scope = null;
      String rest = path;
      if (path.startsWith(SCOPE)) {
        int end = path.indexOf('/', SCOPE.length());
        scope = path.substring(SCOPE.length(), end < 0 ? path.length() : end);
        rest = end < 0 ? "/" : path.substring(end);
      }
      while (rest.startsWith("/v1/") || rest.equals("/v1")) {
        rest = rest.substring("/v1".length());
      }
      return new Target(scope, rest.isEmpty() ? "/" : rest);
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException, InterruptedException {
    Target target = Target.of(exchange.path());
    Dialect dialect = dialect(target.rest());
    try {
      route(exchange, target, dialect);
    } catch (Problem problem) {
      Exchanges.refuse(exchange, dialect, problem);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the gateway broke at a request");
      Exchanges.refuse(
          exchange,
          dialect,
          new Problem(Problem.Kind.BROKEN, "the gateway broke at this request; see its log", e));
    }
  }

  /// The dialect of a path; errors of other paths are OpenAI's.
  private static Dialect dialect(String rest) {
    if (rest.startsWith("/messages")) {
      return Dialect.MESSAGES;
    }
    return switch (rest) {
      case "/responses" -> Dialect.RESPONSES;
      case "/completions" -> Dialect.COMPLETIONS;
      default -> Dialect.CHAT;
    };
  }

  private void route(HttpExchange exchange, Target target, Dialect dialect)
      throws IOException, InterruptedException {
    String rest = target.rest();
    boolean isRead = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    if (isRead && (rest.equals("/") || rest.equals("/health") || rest.equals("/healthz"))) {
      exchange.send(200, Map.of(), "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    Session session = session(exchange, target);
    if (rest.equals("/models") || rest.startsWith("/models/")) {
      models(exchange, session, rest, isRead);
      return;
    }
    switch (rest) {
      case "/chat/completions", "/completions", "/responses", "/messages" -> {
        requirePost(exchange);
        new Exchanges(session, dialect, exchange).answer(body(exchange));
      }
      case "/messages/count_tokens" -> {
        requirePost(exchange);
        new Exchanges(session, dialect, exchange).count(body(exchange));
      }
      default ->
          throw new Problem(
              Problem.Kind.NOT_FOUND,
              "there is no "
                  + rest
                  + "; there are chat/completions, completions, responses, messages,"
                  + " messages/count_tokens and models");
    }
  }

  private static void requirePost(HttpExchange exchange) {
    if (!exchange.method().equals("POST")) {
      throw new Problem(Problem.Kind.METHOD, exchange.method() + " is not for this path; POST is");
    }
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    return exchange
        .body(settings.bodyBytes())
        .orElseThrow(
            () ->
                new Problem(
                    Problem.Kind.TOO_LARGE,
                    "the request body is longer than " + settings.bodyBytes() + " bytes"));
  }

  private Session session(HttpExchange exchange, Target target) {
    Optional<String> key = key(exchange);
    Session ofKey = key.map(sessions::ofKey).orElse(null);
    Session found = target.scope() == null ? ofKey : sessions.ofPath(target.scope());
    // Another session's key on this session's path would be a mixture of identities.
    if (found == null || (ofKey != null && ofKey != found)) {
      throw new Problem(Problem.Kind.UNAUTHORIZED, Gateway.WRONG_KEY);
    }
    return found;
  }

  private static Optional<String> key(HttpExchange exchange) {
    Optional<String> authorization = exchange.header("authorization");
    if (authorization.isPresent()
        && authorization.get().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(authorization.get().substring(BEARER.length()).strip());
    }
    return exchange.header("x-api-key").map(String::strip);
  }

  private static void models(HttpExchange exchange, Session session, String rest, boolean isRead)
      throws IOException {
    if (!isRead) {
      throw new Problem(Problem.Kind.METHOD, exchange.method() + " is not for models; GET is");
    }
    ServedModel model = session.episode().model();
    if (rest.equals("/models")) {
      exchange.send(200, Map.of(), ModelList.list(model.name()));
      return;
    }
    String name = rest.substring("/models/".length());
    if (!model.knows(name)) {
      throw new Problem(Problem.Kind.NOT_FOUND, "the model " + name + " does not exist");
    }
    exchange.send(200, Map.of(), ModelList.one(name));
  }
}
