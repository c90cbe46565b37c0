package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CallDialogueTest {
  private final Dialogue dialogue = new CallDialogue(Architecture.X86_64, 0);

  @Test
  void aStartThatFailedIsToldInWordsAndNotInBytes() {
    byte[] said =
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0)
            .putLong(0x1f)
            .putLong(-28)
            .array();
    assertEquals("step 1f failed with error 28", dialogue.refusal(said));
  }

  @Test
  void otherWordsAreToldAsTheyAre() {
    assertEquals("killed", dialogue.refusal("killed\n".getBytes(StandardCharsets.UTF_8)));
  }
}
