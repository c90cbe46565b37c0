package dev.millrace.rollout.sandbox.launcher;

import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A program of kernel calls for the [Launcher], step after step, as `rollout/src/main/asm` says
/// what a step is. Built by one thread. Everything it names is loaded with it, at an address that
/// is known when it is built.
public final class Program {
  /// Where the launcher loads the program that it is started with.
  public static final long FIRST = 0x1000_0000L;

  /// How large that one may be.
  public static final int FIRST_BYTES = 1 << 20;

  /// Where there is room for programs that the first one reads.
  public static final long SECOND = FIRST + FIRST_BYTES;

  /// How large those may be.
  public static final int SECOND_BYTES = 16 << 20;

  /// A page that all processes forked from one launcher share. Of its words the second and third
  /// are the address and result of the step that failed; the others are the programs'.
  public static final long SHARED = 0x2000_0000L;

  private static final int WORDS = 10;
  private static final int HEADER_BYTES = 8;
  private static final int STEP_BYTES = WORDS * Long.BYTES;
  private static final int COMPARE = -1;
  private static final int SUM = -2;
  private static final int DIFFERENCE = -3;
  private static final int SHIFT = -4;
  private static final int BITS = -5;

  private final Architecture architecture;
  private final long base;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Value.Data> texts = new HashMap<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final Value.Data ignored;
  private int dataBytes;
  private Value.@Nullable Label onError;

  private record Step(
      long operation,
      List<Value> arguments,
      Value result,
      Value.@Nullable Label onError,
      String what) {}

  /// @param words that are encoded when all addresses are known, or none
  private record Piece(int offset, byte[] bytes, List<Value> words) {}

  /// @param base where it will be loaded: [#FIRST] or [#SECOND]
  public Program(Architecture architecture, long base) {
    this.architecture = architecture;
    this.base = base;
    this.ignored = word();
  }

  public Architecture architecture() {
    return architecture;
  }

  /// A word of the program's own, 0 at first.
  public Value.Data word() {
    return data(new byte[Long.BYTES]);
  }

  public Value.Data data(byte[] bytes) {
    return piece(bytes.length, bytes, List.of());
  }

  /// A text in UTF-8 that ends in a NUL.
  public Value.Data text(String text) {
    return texts.computeIfAbsent(text, t -> data((t + "\0").getBytes(StandardCharsets.UTF_8)));
  }

  /// Words after one another, such as the addresses of arguments.
  public Value.Data words(List<Value> words) {
    return piece(words.size() * Long.BYTES, new byte[0], words);
  }

  /// The addresses of texts, ending in 0, as `execve` takes them.
  public Value.Data texts(List<String> all) {
    List<Value> words = new ArrayList<>();
    all.forEach(text -> words.add(text(text)));
    words.add(Value.of(0));
    return words(words);
  }

  private Value.Data piece(int length, byte[] bytes, List<Value> words) {
    var place = new Value.Data(dataBytes);
    pieces.add(new Piece(dataBytes, bytes, words));
    dataBytes += (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    return place;
  }

  /// Where the calls that follow go when they fail; null for the step after them.
  public Program failingTo(Value.@Nullable Label label) {
    onError = label;
    return this;
  }

  /// Places a label before the next step.
  public Program at(Value.Label label) {
    label.step = steps.size();
    return this;
  }

  /// Makes a kernel call and drops its result.
  public Program call(KernelCall call, Value... arguments) {
    return callInto(ignored, call, arguments);
  }

  /// Makes a kernel call, and puts its result, or its negative error, into a word.
  public Program callInto(Value word, KernelCall call, Value... arguments) {
    steps.add(
        new Step(call.number(architecture), List.of(arguments), word, onError, call.kernelName()));
    return this;
  }

  /// As [#call], whose failure is no failure of the program.
  public Program attempt(KernelCall call, Value... arguments) {
    return attemptInto(ignored, call, arguments);
  }

  /// As [#callInto], whose failure is no failure of the program.
  public Program attemptInto(Value word, KernelCall call, Value... arguments) {
    var kept = onError;
    onError = null;
    callInto(word, call, arguments);
    onError = kept;
    return this;
  }

  public Program go(Value target) {
    return goIfEqual(Value.of(0), Value.of(0), target);
  }

  public Program goIfEqual(Value one, Value other, Value target) {
    return operation(COMPARE, ignored, one, other, target);
  }

  public Program set(Value word, Value value) {
    return operation(SUM, word, value, Value.of(0));
  }

  public Program add(Value word, Value one, Value other) {
    return operation(SUM, word, one, other);
  }

  public Program subtract(Value word, Value one, Value other) {
    return operation(DIFFERENCE, word, one, other);
  }

  public Program shiftRight(Value word, Value value, int bits) {
    return operation(SHIFT, word, value, Value.of(bits));
  }

  public Program bits(Value word, Value value, long mask) {
    return operation(BITS, word, value, Value.of(mask));
  }

  private Program operation(int operation, Value word, Value... arguments) {
    steps.add(new Step(operation, List.of(arguments), word, null, "operation"));
    return this;
  }

  /// The address of a label in a program that is complete.
  public long address(Value.Label label) {
    if (label.step < 0) {
      throw new IllegalStateException("a label was never placed");
    }
    return base + HEADER_BYTES + (long) label.step * STEP_BYTES;
  }

  /// The address of data in a program that is complete.
  public long address(Value.Data data) {
    return base + HEADER_BYTES + (long) steps.size() * STEP_BYTES + data.offset();
  }

  /// The kernel call at an address, for messages.
  public Optional<String> callAt(long address) {
    long step = (address - base - HEADER_BYTES) / STEP_BYTES;
    return step >= 0 && step < steps.size()
        ? Optional.of(steps.get((int) step).what())
        : Optional.empty();
  }

  /// What the launcher loads: the address of the first step, the steps, the data.
  public byte[] encode() {
    int data = HEADER_BYTES + steps.size() * STEP_BYTES;
    var bytes = ByteBuffer.allocate(data + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(base + HEADER_BYTES).put(encodedSteps());
    for (Piece piece : pieces) {
      bytes.position(data + piece.offset()).put(piece.bytes());
      piece.words().forEach(word -> bytes.putLong(address(word)));
    }
    return bytes.array();
  }

  private long[] encodedSteps() {
    long[] words = new long[steps.size() * WORDS];
    for (int i = 0; i < steps.size(); i++) {
      encode(steps.get(i), words, i * WORDS);
    }
    return words;
  }

  private void encode(Step step, long[] words, int at) {
    words[at] = step.operation();
    for (int i = 0; i < step.arguments().size(); i++) {
      Value argument = step.arguments().get(i);
      words[at + 1] |= argument instanceof Value.Content ? 1L << i : 0;
      words[at + 2 + i] = address(argument);
    }
    words[at + 8] = address(step.result());
    words[at + 9] = step.onError() == null ? 0 : address(step.onError());
  }

  private long address(Value value) {
    // Most are, of hundreds in a command, and a switch over types takes the quick compiler's code
    // much longer.
    if (value instanceof Value.Known(long number)) {
      return number;
    }
    return switch (value) {
      case Value.Known(long number) -> number;
      case Value.Data data -> address(data);
      case Value.Content(Value word) -> address(word);
      case Value.Label label -> address(label);
    };
  }
}
