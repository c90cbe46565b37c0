package dev.millrace.rollout.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads which server the first message of a TLS client names (RFC 8446, 4.1.2; RFC 6066, 3). It
/// comes in pieces, and is bounded.
final class ClientHello {
  private static final int MAX_BYTES = 16 << 10;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int RECORD_HEAD = 5;
  private static final int MESSAGE_HEAD = 4;

  private final ByteArrayOutputStream came = new ByteArrayOutputStream();

  /// What is known so far.
  sealed interface Seen {
    /// Nothing yet: more bytes are needed.
    record More() implements Seen {}

    /// It does not begin as TLS does.
    record Plain() implements Seen {}

    /// @param host in lower case; empty where it names none
    record Named(String host) implements Seen {}

    /// It began as TLS does, and cannot be read.
    record Broken() implements Seen {}
  }

  Seen add(ByteBuffer bytes) {
    byte[] more = new byte[bytes.remaining()];
    bytes.duplicate().get(more);
    came.writeBytes(more);
    byte[] all = came.toByteArray();
    if (all.length == 0) {
      return new Seen.More();
    }
    if (all[0] != HANDSHAKE) {
      return new Seen.Plain();
    }
    try {
      return message(all);
    } catch (BufferUnderflowException e) {
      return all.length > MAX_BYTES ? new Seen.Broken() : new Seen.More();
    } catch (IllegalArgumentException e) {
      return new Seen.Broken();
    }
  }

  /// All that came, in order.
  ByteBuffer bytes() {
    return ByteBuffer.wrap(came.toByteArray());
  }

  /// The message may lie in several records.
  private static Seen message(byte[] all) {
    ByteBuffer records = ByteBuffer.wrap(all);
    // Shorter than its records.
    ByteBuffer message = ByteBuffer.allocate(all.length);
    while (true) {
      byte[] head = take(records, RECORD_HEAD);
      int length = ((head[3] & 0xFF) << 8) | (head[4] & 0xFF);
      if (head[0] != HANDSHAKE || head[1] != 3 || length == 0) {
        return new Seen.Broken();
      }
      message.put(take(records, length));
      if (message.get(0) != CLIENT_HELLO) {
        return new Seen.Broken();
      }
      if (message.position() >= MESSAGE_HEAD) {
        int size = message.getInt(0) & 0xFF_FFFF;
        if (message.position() >= MESSAGE_HEAD + size) {
          return name(message.slice(MESSAGE_HEAD, size));
        }
      }
    }
  }

  private static Seen name(ByteBuffer hello) {
    try {
      // Version and random; session, cipher suites and compressions, each behind its length.
      take(hello, 2 + 32);
      take(hello, hello.get() & 0xFF);
      take(hello, hello.getShort() & 0xFFFF);
      take(hello, hello.get() & 0xFF);
      if (!hello.hasRemaining()) {
        return new Seen.Named("");
      }
      ByteBuffer extensions = ByteBuffer.wrap(take(hello, hello.getShort() & 0xFFFF));
      while (extensions.hasRemaining()) {
        int type = extensions.getShort() & 0xFFFF;
        byte[] data = take(extensions, extensions.getShort() & 0xFFFF);
        if (type == SERVER_NAME) {
          return host(ByteBuffer.wrap(data));
        }
      }
      return new Seen.Named("");
    } catch (BufferUnderflowException e) {
      // The message is whole: what its lengths say is wrong.
      return new Seen.Broken();
    }
  }

  /// One name: with more, two readers could take different ones.
  private static Seen host(ByteBuffer list) {
    int length = list.getShort() & 0xFFFF;
    boolean isHost = list.get() == 0;
    byte[] name = take(list, list.getShort() & 0xFFFF);
    return isHost && length == name.length + 3 && !list.hasRemaining() && name.length > 0
        ? new Seen.Named(new String(name, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
        : new Seen.Broken();
  }

  private static byte[] take(ByteBuffer from, int count) {
    byte[] bytes = new byte[count];
    from.get(bytes);
    return bytes;
  }
}
