package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A network namespace for the calling thread, by the C library's own functions: the JDK knows no
/// namespaces. See unshare(2) and netdevice(7).
@SuppressWarnings("restricted") // The functions are called as their manual pages say.
final class NetworkNamespace {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final long SIOCSIFFLAGS = 0x8914;
  // Up, loopback, running.
  private static final short FLAGS = 0x49;
  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERROR =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private NetworkNamespace() {}

  /// Puts the calling thread, a platform thread, into a new network namespace whose loopback
  /// interface is up.
  static void unshare() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      check("unshare", (int) function("unshare", 1).invoke(state, CLONE_NEWNET), state);
      int socket = (int) function("socket", 3).invoke(state, AF_INET, SOCK_DGRAM, 0);
      check("socket", socket, state);
      try {
        MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        request.setString(0, "lo", StandardCharsets.US_ASCII);
        request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, FLAGS);
        MethodHandle ioctl =
            LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(INT, INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2),
                Linker.Option.captureCallState("errno"));
        check("ioctl", (int) ioctl.invoke(state, socket, SIOCSIFFLAGS, request), state);
      } finally {
        check("close", (int) function("close", 1).invoke(state, socket), state);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Of numbers only.
  private static MethodHandle function(String name, int arguments) {
    var types = new MemoryLayout[arguments];
    Arrays.fill(types, INT);
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(INT, types),
        Linker.Option.captureCallState("errno"));
  }

  private static void check(String what, int result, MemorySegment state) throws IOException {
    if (result < 0) {
      throw new IOException(what + " failed, errno " + (int) ERROR.get(state, 0L));
    }
  }
}
