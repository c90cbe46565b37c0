package dev.millrace.rollout.gateway.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
  /// Gives zeros for ever, and counts them.
  private static final class Endless extends InputStream {
    private long given;

    @Override
    public int read() {
      given++;
      return 0;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      given += length;
      return length;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 9 << 20})
  void aBodyArrivesAsItIs(int length) throws IOException {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    assertArrayEquals(body, Bodies.read(new ByteArrayInputStream(body), length).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4 << 20, 40 << 20, 256 << 20})
  void oneThatDoesNotStopIsGivenUpSoonAfterTheLimit(long most) throws IOException {
    var endless = new Endless();
    assertEquals(Optional.empty(), Bodies.read(endless, most));
    assertTrue(endless.given <= most + (1 << 20), () -> endless.given + " bytes were read");
  }

  @Test
  void aBodyOfJustOneByteTooManyIsTooLong() throws IOException {
    byte[] body = new byte[(5 << 20) + 1];
    assertEquals(Optional.empty(), Bodies.read(new ByteArrayInputStream(body), 5 << 20));
  }
}
