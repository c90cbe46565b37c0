package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.rollout.sandbox.network.ClientHello.Seen;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ClientHelloTest {
  private static final byte[] HELLO = TlsHello.naming("Good.example");

  private static Seen read(byte[] bytes) {
    return new ClientHello().add(ByteBuffer.wrap(bytes));
  }

  @Test
  void theNameIsFoundHoweverTheBytesAreCut() {
    assertEquals(new Seen.Named("good.example"), read(HELLO));
    assertEquals(new Seen.Named(""), read(TlsHello.namingNone()));
    var hello = new ClientHello();
    for (int i = 0; i < HELLO.length - 1; i++) {
      assertInstanceOf(Seen.More.class, hello.add(ByteBuffer.wrap(HELLO, i, 1)), "byte " + i);
    }
    assertEquals(
        new Seen.Named("good.example"), hello.add(ByteBuffer.wrap(HELLO, HELLO.length - 1, 1)));
    assertEquals(ByteBuffer.wrap(HELLO), hello.bytes());
  }

  @Property(seed = "137")
  void theNameIsFoundInSeveralRecords(@ForAll @IntRange(min = 1, max = 100) int size) {
    var records = new ByteArrayOutputStream();
    byte[] message = Arrays.copyOfRange(HELLO, 5, HELLO.length);
    for (int at = 0; at < message.length; at += size) {
      int length = Math.min(size, message.length - at);
      records.writeBytes(new byte[] {22, 3, 1, 0, (byte) length});
      records.write(message, at, length);
    }
    assertEquals(new Seen.Named("good.example"), read(records.toByteArray()));
  }

  @Test
  void whatIsNoTlsIsPlain() {
    assertInstanceOf(Seen.Plain.class, read("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)));
    assertInstanceOf(Seen.More.class, read(new byte[0]));
  }

  @Test
  void whatBeginsAsTlsAndIsNoneIsBroken() {
    assertInstanceOf(Seen.Broken.class, read(new byte[] {22, 3, 1, 0, 1, 2}));
    assertInstanceOf(Seen.Broken.class, read(new byte[] {22, 9, 9, 0, 1, 1}));
    assertInstanceOf(Seen.Broken.class, read(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0}));
    byte[] endless = new byte[70_000];
    for (int at = 0; at + 6 <= endless.length; at += 6) {
      endless[at] = 22;
      endless[at + 1] = 3;
      endless[at + 4] = 1;
      endless[at + 5] = (byte) (at == 0 ? 1 : 0xFF);
    }
    assertInstanceOf(Seen.Broken.class, read(endless));
  }

  /// A second reader could see another name than the first, or none.
  @Property(tries = 2000, seed = "138")
  void aChangedByteIsReadAlikeHoweverTheBytesAreCut(
      @ForAll @IntRange(max = 400) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 400) int cut) {
    byte[] changed = HELLO.clone();
    changed[at % changed.length] = value;
    int half = cut % changed.length;
    var hello = new ClientHello();
    Seen first = hello.add(ByteBuffer.wrap(changed, 0, half));
    Seen last =
        first instanceof Seen.More
            ? hello.add(ByteBuffer.wrap(changed, half, changed.length - half))
            : first;
    assertEquals(read(changed), last);
  }
}
