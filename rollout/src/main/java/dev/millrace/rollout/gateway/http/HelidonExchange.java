package dev.millrace.rollout.gateway.http;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An exchange of the web server.
final class HelidonExchange implements HttpExchange {
  private final ServerRequest request;
  private final ServerResponse response;

  HelidonExchange(ServerRequest request, ServerResponse response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public String method() {
    return request.prologue().method().text();
  }

  @Override
  public String path() {
    return request.path().path();
  }

  @Override
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  @Override
  public Optional<byte[]> body(long mostBytes) throws IOException {
    OptionalLong length = request.headers().contentLength();
    if (length.isPresent() && length.getAsLong() > mostBytes) {
      return Optional.empty();
    }
    if (!request.content().hasEntity()) {
      return Optional.of(new byte[0]);
    }
    return told(() -> read(mostBytes));
  }

  private Optional<byte[]> read(long mostBytes) throws IOException {
    try (InputStream in = request.content().inputStream()) {
      return Bodies.read(in, mostBytes);
    }
  }

  @Override
  public boolean isGone() {
    return WatchedConnection.READ_AHEAD.get().isAtEnd();
  }

  @Override
  public void send(int status, Map<String, String> headers, byte[] json) throws IOException {
    response.status(status).header("content-type", "application/json");
    headers.forEach((name, value) -> response.header(name, value));
    told(
        () -> {
          response.send(json);
          return json;
        });
  }

  @Override
  public OutputStream events() {
    response
        .status(200)
        .header("content-type", "text/event-stream")
        .header("cache-control", "no-cache");
    return new Told(response.outputStream());
  }

  /// Something that the web server does with the connection.
  private interface Work<T> {
    T run() throws IOException;
  }

  /// The web server tells of a closed connection by unchecked exceptions.
  private static <T> T told(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CloseConnectionException | InsufficientDataAvailableException e) {
      throw new IOException("the client is gone", e);
    }
  }

  private static final class Told extends OutputStream {
    private final OutputStream out;

    Told(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      told(
          () -> {
            out.write(bytes, from, length);
            return length;
          });
    }

    @Override
    public void flush() throws IOException {
      told(
          () -> {
            out.flush();
            return out;
          });
    }

    @Override
    public void close() throws IOException {
      told(
          () -> {
            out.close();
            return out;
          });
    }
  }
}
