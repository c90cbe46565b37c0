package dev.millrace.rollout.sandbox.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A registry on 127.0.0.1 with one image of one layer, as engines pull it. An engine of another
/// machine does not reach it.
final class LoopbackRegistry implements AutoCloseable {
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private record Document(String type, byte[] content) {}

  private final HttpServer server;
  private final String name;
  private final Map<String, Document> documents = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private LoopbackRegistry(HttpServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /// @param name of the image, tagged `1`
  /// @param layer a tar
  static LoopbackRegistry start(String name, byte[] layer) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    var registry = new LoopbackRegistry(server, name);
    String config =
        """
        {"architecture": "amd64", "os": "linux", "config": {"Env": ["PULLED=yes"]},
         "rootfs": {"type": "layers", "diff_ids": ["%s"]},
         "history": [{"created_by": "test"}]}
        """
            .formatted(digest(layer));
    byte[] configBytes = config.getBytes(StandardCharsets.UTF_8);
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "config": {"mediaType": "application/vnd.docker.container.image.v1+json",
                    "size": %d, "digest": "%s"},
         "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar",
                     "size": %d, "digest": "%s"}]}
        """
            .formatted(TYPE, configBytes.length, digest(configBytes), layer.length, digest(layer));
    byte[] manifestBytes = manifest.getBytes(StandardCharsets.UTF_8);
    registry.add("manifests/1", TYPE, manifestBytes);
    registry.add("manifests/" + digest(manifestBytes), TYPE, manifestBytes);
    registry.add("blobs/" + digest(configBytes), "application/octet-stream", configBytes);
    registry.add("blobs/" + digest(layer), "application/octet-stream", layer);
    server.createContext("/", registry::answer);
    server.start();
    return registry;
  }

  private void add(String path, String type, byte[] content) {
    documents.put("/v2/" + name + "/" + path, new Document(type, content));
  }

  private static String digest(byte[] content) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  /// What the image is pulled by.
  String reference() {
    return "127.0.0.1:" + server.getAddress().getPort() + "/" + name + ":1";
  }

  /// The paths that engines have asked for, in order.
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
      Document document =
          path.equals("/v2/")
              ? new Document("application/json", new byte[] {'{', '}'})
              : documents.get(path);
      if (document == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", document.type());
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      if (isHead) {
        exchange
            .getResponseHeaders()
            .set("Content-Length", Integer.toString(document.content().length));
      }
      exchange.sendResponseHeaders(200, isHead ? -1 : document.content().length);
      if (!isHead) {
        exchange.getResponseBody().write(document.content());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
