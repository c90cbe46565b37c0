package dev.millrace.rollout.policy.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;

/// A port of the loopback where nobody listens, kept from all who ask for any: only a server that
/// wants this very one gets it, as [EngineSimulator#start] with a port does.
public final class Nowhere implements AutoCloseable {
  private final SocketChannel holder;
  private final int port;

  private Nowhere(SocketChannel holder, int port) {
    this.holder = holder;
    this.port = port;
  }

  public static Nowhere find() throws IOException {
    SocketChannel holder = SocketChannel.open();
    holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new Nowhere(holder, ((InetSocketAddress) holder.getLocalAddress()).getPort());
  }

  public int port() {
    return port;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
