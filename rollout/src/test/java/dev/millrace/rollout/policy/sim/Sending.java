package dev.millrace.rollout.policy.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// An answer on its way out, and what happens to it there.
record Sending(OutputStream out, boolean stream, Fault fault) {
  static final long GATE_SECONDS = 20;

  /// What the test lets happen.
  private interface Gate {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  void send(List<String> events) throws IOException {
    int sent = 0;
    for (String event : events) {
      drip();
      trouble(sent);
      write(fault instanceof Fault.Garbage ? "{\"choices\": [" : event);
      sent++;
    }
    trouble(sent);
    if (stream) {
      write("[DONE]");
    }
  }

  private void write(String event) throws IOException {
    String text = stream ? ": keep-alive\n\ndata: " + event + "\n\n" : event;
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Lets the fault happen if it is due before the next event.
  private void trouble(int sent) throws IOException {
    switch (fault) {
      case Fault.CutAfter(int ids) when ids <= sent ->
          throw new IOException("planned: the connection is cut");
      case Fault.WaitsAfter(int ids, CountDownLatch gate) when ids == sent -> {
        await(gate::await);
        for (int i = 0; i < 1000; i++) {
          pad();
        }
      }
      case Fault.ErrorEvent(String message) when sent == 1 ->
          write("{\"error\":{\"message\":\"" + message + "\",\"code\":500}}");
      default -> {}
    }
  }

  private void drip() throws IOException {
    if (fault instanceof Fault.Drips(Semaphore drops)) {
      await(drops::tryAcquire);
      if (stream) {
        pad();
      }
    }
  }

  /// Writes to a connection that is just being closed go through until its buffers are full.
  private void pad() throws IOException {
    out.write((":" + " ".repeat(1 << 16) + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void await(Gate gate) throws IOException {
    try {
      if (!gate.await(GATE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the test's gate did not open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }
}
