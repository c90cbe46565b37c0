package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.sandbox.Orphans;
import dev.millrace.rollout.sandbox.launcher.KernelCall;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// With a holder that runs programs: the length of one and the program itself, whose last steps
/// write the answer, the first words of the shared page.
///
/// @param next the step of the holder's own program that reads the next request
record CallDialogue(Architecture architecture, long next) implements Dialogue {
  /// The wait status of what was done, or [#NOT_DONE].
  static final Value STATUS = Value.of(Program.SHARED);

  static final long NOT_DONE = -1;

  /// Whether orphans were there when a command ended: 1 or 0.
  static final Value ORPHANS_RUN = Value.of(Program.SHARED + 24);

  /// Two words: the seconds and nanoseconds of [Orphans#lastEnd], or 0.
  static final Value ORPHANS_END = Value.of(Program.SHARED + 32);

  private static final Value FAILED_AT = Value.of(Program.SHARED + 8);
  private static final int REFUSAL_BYTES = 24;
  private static final int ANSWER_BYTES = 48;

  @Override
  public Asked ask(
      OutputStream requests,
      HolderFiles files,
      Work work,
      String marker,
      Path input,
      boolean isMerged)
      throws IOException {
    if (!(work instanceof Work.Steps steps)) {
      throw new IllegalArgumentException("a holder without a shell cannot do " + work);
    }
    var program = new Program(architecture, Program.SECOND);
    program.set(STATUS, Value.of(NOT_DONE)).set(FAILED_AT, Value.of(0));
    program.set(ORPHANS_RUN, Value.of(0)).set(ORPHANS_END, Value.of(0));
    var failed = new Value.Label();
    program.failingTo(failed);
    steps.addTo(program, failed);
    program.failingTo(null).at(failed);
    tell(program, marker, isMerged);
    program.go(Value.of(next));
    byte[] bytes = program.encode();
    if (bytes.length > Program.SECOND_BYTES) {
      throw new IOException("a request of " + bytes.length + " bytes is too long");
    }
    requests.write(
        ByteBuffer.allocate(Long.BYTES + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(bytes.length)
            .put(bytes)
            .array());
    requests.flush();
    return new Told(program, marker);
  }

  /// At once, for each write wakes whoever reads.
  private static void tell(Program program, String marker, boolean isMerged) {
    Value text = program.text(marker);
    Value length = Value.of(marker.length());
    Value pieces =
        program.words(List.of(text, length, Value.of(Program.SHARED), Value.of(ANSWER_BYTES)));
    program.attempt(KernelCall.WRITEV, Value.of(1), pieces, Value.of(2));
    if (!isMerged) {
      write(program, 2, text, marker.length());
    }
  }

  /// Begins where the last one ended: when the holder has waited for process 1 of a command's
  /// namespaces, none of the others is left that could write.
  private record Told(Program program, String marker) implements Asked {
    @Override
    public Answer answer(MarkedStream output, HeadTail sink) throws IOException {
      output.until(marker, sink);
      return CallDialogue.answer(program, output.bytes(ANSWER_BYTES));
    }

    @Override
    public void errors(MarkedStream errors, HeadTail sink) throws IOException {
      errors.until(marker, sink);
    }
  }

  @Override
  public Stream<ProcessHandle> firsts(ProcessHandle shell) {
    return shell.children();
  }

  static void write(Program program, int descriptor, Value bytes, int length) {
    program.attempt(KernelCall.WRITE, Value.of(descriptor), bytes, Value.of(length));
  }

  private static Answer answer(Program program, byte[] bytes) {
    var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long status = words.getLong();
    long failedAt = words.getLong();
    long error = words.getLong();
    if (failedAt != 0) {
      return new Answer(125, problem(program, failedAt, error), Optional.empty());
    }
    boolean run = words.getLong() != 0;
    long seconds = words.getLong();
    Optional<Instant> end =
        seconds == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochSecond(seconds, words.getLong()));
    return new Answer(code(status), "", Optional.of(new Orphans(run, end)));
  }

  /// The first words of an answer: a status, the step that failed, and its error.
  @Override
  public String refusal(byte[] said) {
    if (said.length != REFUSAL_BYTES) {
      return Dialogue.super.refusal(said);
    }
    var words = ByteBuffer.wrap(said).order(ByteOrder.LITTLE_ENDIAN);
    return "step "
        + Long.toHexString(words.getLong(8))
        + " failed with error "
        + -words.getLong(16);
  }

  /// As a shell tells it: see wait(2).
  private static int code(long status) {
    if (status == NOT_DONE) {
      return 125;
    }
    int signal = (int) status & 0x7F;
    return signal == 0 ? (int) (status >> 8) & 0xFF : 128 + signal;
  }

  /// What failed, for people.
  static String problem(Program program, long failedAt, long error) {
    return program.callAt(failedAt).orElse("step " + Long.toHexString(failedAt))
        + " failed with error "
        + -error;
  }
}
