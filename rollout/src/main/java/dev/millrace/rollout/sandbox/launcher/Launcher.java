package dev.millrace.rollout.sandbox.launcher;

import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// The executable that runs a [Program]: `LAUNCHER FILE`, where the file holds the program. It is
/// a static ELF without a C library, so that starting it costs little more than the kernel's own
/// work, and needs nothing of the machine but Linux.
public final class Launcher {
  // The .text that rollout/src/main/asm assembles to; rollout/src/test/python/check_launcher.py
  // holds them equal.
  private static final String X86_64 =
      """
      4c8b742410bf00000020be00100000ba0300000041ba3100000049c7c0ffffff
      ff4531c9b8090000000f05bf9cffffff4c89f6ba000008004531d2b801010000
      0f0589c7be00000010ba0000100031c00f054885c00f8ee9000000b803000000
      0f0541bc000000104d8b24244d8b6c2408498b7c241041f6c5017403488b3f49
      8b74241841f6c5027403488b36498b54242041f6c5047403488b124d8b542428
      41f6c50874034d8b124d8b44243041f6c51074034d8b004d8b4c243841f6c520
      74034d8b09498b04244885c078370f05498b4c2440488901483d00f0ffff7706
      4983c450eb86498b4c24484885c974f0ba000000204c896208488942104989cc
      e967ffffff48ffc0742d48ffc0740f48ffc0740f48ffc0740f4821f7eb0f4801
      f7eb0a4829f7eb0589f148d3ef498b4c2440488939eba94839f775a44989d4e9
      28ffffffbf7d000000b8e70000000f05
      """;

  private static final String AARCH64 =
      """
      f40b40f90000a4d2010082d2620080d2230680d204008092050080d2c81b80d2
      010000d4600c8092e10314aa0201a0d2030080d2080780d2010000d4f50300aa
      0100a2d20202a0d2e80780d2010000d41f0000f18d070054e00315aa280780d2
      010000d41300a2d2730240f9680240f9690640f9600641a9620e42a9641643a9
      49000036000040f949000836210040f949001036420040f949001836630040f9
      49002036840040f949002836a50040f9e801f8b7010000d4692240f9200100f9
      1ffc3fb16200005473420191e8ffff17692640f9a9ffffb40a00a4d2530500f9
      400900f9f30309aae1ffff171f0500b1200200541f0900b1e00000541f0d00b1
      e00000541f1100b1e00000540000018a060000140000018b04000014000001cb
      020000140024c19a692240f9200100f9e6ffff171f0001eb81fcff54f30302aa
      cbffff17a00f80d2c80b80d2010000d4
      """;

  private static final long CODE = 0x40_0000L;
  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int SEGMENTS = 3;
  private static final int ALIGNMENT = 0x1_0000;

  private static final int LOAD = 1;
  private static final int GNU_STACK = 0x6474_E551;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  private Launcher() {}

  /// The executable's bytes: an ELF file (the System V ABI's chapter 4) of two segments, the code
  /// and the memory that programs are loaded to.
  public static byte[] executable(Architecture architecture) {
    byte[] code = code(architecture);
    int begin = HEADER_BYTES + SEGMENTS * SEGMENT_BYTES;
    var file = ByteBuffer.allocate(begin + code.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    file.putShort((short) 2).putShort(machine(architecture)).putInt(1);
    file.putLong(CODE + begin).putLong(HEADER_BYTES).putLong(0).putInt(0);
    file.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) SEGMENTS);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    segment(file, LOAD, READ | EXECUTE, CODE, file.capacity(), file.capacity());
    long memory = Program.SECOND - Program.FIRST + Program.SECOND_BYTES;
    segment(file, LOAD, READ | WRITE, Program.FIRST, 0, memory);
    segment(file, GNU_STACK, READ | WRITE, 0, 0, 0);
    return file.put(code).array();
  }

  /// Writes the executable to a file that it makes, and which can be run from then on.
  public static void write(Architecture architecture, Path file) throws IOException {
    // By another process: what this one starts while it has a file open inherits that for a moment,
    // and the kernel runs nothing that is open for writing.
    var argv = List.of("sh", "-c", "cat > \"$0\" && chmod 755 \"$0\"", file.toString());
    Process writer = new ProcessBuilder(argv).redirectErrorStream(true).start();
    try (var bytes = writer.getOutputStream()) {
      bytes.write(executable(architecture));
    }
    String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = writer.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("cannot write " + file + ": exit " + status + " " + said.strip());
    }
  }

  private static void segment(
      ByteBuffer file, int type, int flags, long address, long inFile, long inMemory) {
    file.putInt(type).putInt(flags).putLong(0).putLong(address).putLong(address);
    file.putLong(inFile).putLong(inMemory).putLong(ALIGNMENT);
  }

  private static short machine(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> 62;
      case AARCH64 -> 183;
    };
  }

  /// The machine code alone.
  static byte[] code(Architecture architecture) {
    String hex =
        switch (architecture) {
          case X86_64 -> X86_64;
          case AARCH64 -> AARCH64;
        };
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
