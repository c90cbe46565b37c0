package dev.millrace.rollout.sandbox.network;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The first message of the JDK's own TLS client: another writer than the reader that is tested.
final class TlsHello {
  private TlsHello() {}

  static byte[] naming(String host) {
    return of(List.of(new SNIHostName(host)));
  }

  static byte[] namingNone() {
    return of(List.of());
  }

  private static byte[] of(List<javax.net.ssl.SNIServerName> names) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setServerNames(names);
      engine.setSSLParameters(parameters);
      ByteBuffer hello = ByteBuffer.allocate(64 << 10);
      engine.wrap(ByteBuffer.allocate(0), hello);
      byte[] bytes = new byte[hello.flip().remaining()];
      hello.get(bytes);
      return bytes;
    } catch (java.security.GeneralSecurityException | javax.net.ssl.SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
