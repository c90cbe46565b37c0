package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.http.HttpListener;
import dev.millrace.rollout.gateway.http.SocketRelay;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/// Serves agents over HTTP: OpenAI chat completions, completions and Responses, and Anthropic
/// Messages, on a port of 127.0.0.1 and on a unix socket. One gateway serves all episodes of a
/// process; each has a session of its own. Any thread may use it.
public final class Gateway implements AutoCloseable {
  static final String WRONG_KEY =
      "no session has this key; send the key that the episode's agent was given";

  private final GatewaySettings settings;
  private final InstantSource clock;
  private final Sessions sessions;
  private final HttpListener listener;
  private final SocketRelay relay;

  private Gateway(
      GatewaySettings settings,
      InstantSource clock,
      Sessions sessions,
      HttpListener listener,
      SocketRelay relay) {
    this.settings = settings;
    this.clock = clock;
    this.sessions = sessions;
    this.listener = listener;
    this.relay = relay;
  }

  /// Starts to serve.
  ///
  /// @throws java.io.UncheckedIOException when the port or the socket cannot be had
  public static Gateway start(GatewaySettings settings, InstantSource clock) {
    Sessions sessions = new Sessions();
    HttpListener listener = HttpListener.start(settings.port(), new Router(sessions, settings));
    try {
      SocketRelay relay = SocketRelay.start(settings.socket(), listener.port());
      return new Gateway(settings, clock, sessions, listener, relay);
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /// Where it listens, without a session's path.
  public URI address() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  /// Opens a session for an episode. Its time runs from here.
  public GatewaySession open(GatewayEpisode episode) {
    String path = Keys.key();
    Session session =
        new Session(
            episode,
            settings,
            new Session.Address(
                Keys.key(),
                path,
                address().resolve("/s/" + path),
                settings.socket(),
                () -> sessions.remove(path)),
            clock);
    sessions.add(session);
    return session;
  }

  /// Ends all sessions and stops to listen.
  @Override
  public void close() {
    relay.close();
    List.copyOf(sessions.all()).forEach(Session::close);
    listener.close();
  }
}
