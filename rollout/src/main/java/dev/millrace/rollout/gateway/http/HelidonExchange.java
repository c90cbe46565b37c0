package dev.millrace.rollout.gateway.http;

import io.helidon.http.HeaderNames;
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
    int most = (int) Math.min(Integer.MAX_VALUE - 16, mostBytes + 1);
    try (InputStream in = request.content().inputStream()) {
      byte[] read = in.readNBytes(most);
      return read.length > mostBytes ? Optional.empty() : Optional.of(read);
    }
  }

  @Override
  public void send(int status, Map<String, String> headers, byte[] json) throws IOException {
    response.status(status).header("content-type", "application/json");
    headers.forEach((name, value) -> response.header(name, value));
    try {
      response.send(json);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public OutputStream events() {
    response
        .status(200)
        .header("content-type", "text/event-stream")
        .header("cache-control", "no-cache");
    return new Unwrapped(response.outputStream());
  }

  /// The web server's stream tells of a closed socket by unchecked exceptions.
  private static final class Unwrapped extends OutputStream {
    private final OutputStream out;

    Unwrapped(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
