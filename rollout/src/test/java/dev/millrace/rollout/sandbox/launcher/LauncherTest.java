package dev.millrace.rollout.sandbox.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// On this machine's processor, and on the other one where Debian's `qemu-user-static` emulates it.
@Timeout(120)
@ParameterizedClass
@MethodSource("machines")
class LauncherTest {
  private final Machine machine;

  /// @param emulator the program that runs executables of the architecture; none for this machine's
  record Machine(Architecture architecture, List<String> emulator) {}

  LauncherTest(Machine machine) {
    this.machine = machine;
  }

  static List<Machine> machines() {
    Architecture here = Architecture.current().orElseThrow();
    List<Machine> machines = new ArrayList<>(List.of(new Machine(here, List.of())));
    for (Architecture other : Architecture.values()) {
      String name = other.name().toLowerCase(Locale.ROOT);
      Path emulator = Path.of("/usr/bin/qemu-" + name + "-static");
      if (other != here && Files.isExecutable(emulator)) {
        machines.add(new Machine(other, List.of(emulator.toString())));
      }
    }
    return machines;
  }

  @TempDir Path directory;

  private record Ran(int status, String output) {}

  private Program program() {
    return new Program(machine.architecture(), Program.FIRST);
  }

  private static Program say(Program program, String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return program.call(KernelCall.WRITE, Value.of(1), program.text(text), Value.of(length));
  }

  private static Program exit(Program program, Value status) {
    return program.call(KernelCall.EXIT_GROUP, status);
  }

  private Ran run(Program program) throws IOException, InterruptedException {
    Path launcher = directory.resolve("launcher");
    Launcher.write(program.architecture(), launcher);
    Path file = Files.write(directory.resolve("program"), program.encode());
    List<String> argv = new ArrayList<>(machine.emulator());
    argv.addAll(List.of(launcher.toString(), file.toString()));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @Test
  void stepsRunInOrderToAnExit() throws Exception {
    var program = program();
    say(program, "one ");
    say(program, "two");
    exit(program, Value.of(7));
    assertEquals(new Ran(7, "one two"), run(program));
  }

  @Test
  void wordsAreAddedSubtractedShiftedAndMasked() throws Exception {
    var program = program();
    var word = program.word();
    program.set(word, Value.of(0x1F00));
    program.shiftRight(word, new Value.Content(word), 8);
    program.bits(word, new Value.Content(word), 0x1C);
    program.add(word, new Value.Content(word), Value.of(15));
    program.subtract(word, new Value.Content(word), Value.of(1));
    exit(program, new Value.Content(word));
    assertEquals(new Ran(0x1C + 14, ""), run(program));
  }

  @Test
  void aStepIsTakenWhereWordsAreEqualOnly() throws Exception {
    var program = program();
    var over = new Value.Label();
    program.goIfEqual(Value.of(1), Value.of(2), over);
    say(program, "here");
    program.goIfEqual(Value.of(2), Value.of(2), over);
    say(program, "not here");
    program.at(over);
    exit(program, Value.of(0));
    assertEquals(new Ran(0, "here"), run(program));
  }

  @Test
  void aFailureGoesToItsLabelAndSaysWhereItWas() throws Exception {
    var program = program();
    var failed = new Value.Label();
    program.failingTo(failed);
    program.call(KernelCall.CHDIR, program.text("/no such directory"));
    say(program, "not here");
    program.at(failed).failingTo(null);
    program.call(KernelCall.WRITE, Value.of(1), Value.of(Program.SHARED), Value.of(24));
    exit(program, Value.of(1));
    var ran = run(program);
    assertEquals(1, ran.status());
    assertEquals("chdir", program.callAt(Program.FIRST + 8).orElseThrow());
    // -2 is ENOENT; a replacement character stands for each byte of it that is no text.
    assertEquals(24, ran.output().length());
    assertEquals(8, ran.output().charAt(8));
  }

  @Test
  void anAttemptMayFail() throws Exception {
    var program = program();
    var word = program.word();
    var failed = new Value.Label();
    program.failingTo(failed);
    program.attemptInto(word, KernelCall.CHDIR, program.text("/no such directory"));
    program.subtract(word, Value.of(0), new Value.Content(word));
    exit(program, new Value.Content(word));
    program.at(failed);
    exit(program, Value.of(99));
    assertEquals(2, run(program).status());
  }

  @Test
  void aForkIsWaitedForAndItsWordIsShared() throws Exception {
    var program = program();
    var child = program.word();
    var inChild = new Value.Label();
    program.callInto(child, KernelCall.CLONE, Value.of(17));
    program.goIfEqual(new Value.Content(child), Value.of(0), inChild);
    program.call(KernelCall.WAIT4, new Value.Content(child), Value.of(0), Value.of(0), Value.of(0));
    exit(program, new Value.Content(Value.of(Program.SHARED)));
    program.at(inChild);
    program.set(Value.of(Program.SHARED), Value.of(42));
    exit(program, Value.of(0));
    assertEquals(new Ran(42, ""), run(program));
  }

  @Test
  void aProgramBecomesACommandWithArgumentsAndVariables() throws Exception {
    var program = program();
    program.call(
        KernelCall.EXECVE,
        program.text("/bin/sh"),
        program.texts(List.of("sh", "-c", "echo \"$0 $1 $VALUE\"; exit 3", "ü", "two words")),
        program.texts(
            List.copyOf(
                Map.of("VALUE", "kept").entrySet().stream().map(Map.Entry::toString).toList())));
    assertEquals(new Ran(3, "ü two words kept\n"), run(program));
  }

  @Test
  void aProgramThatCannotBeReadIsStatus125() throws Exception {
    Path launcher = directory.resolve("launcher");
    Launcher.write(program().architecture(), launcher);
    List<String> argv = new ArrayList<>(machine.emulator());
    argv.addAll(List.of(launcher.toString(), "/no such file"));
    var process = new ProcessBuilder(argv).start();
    assertEquals(125, process.waitFor());
  }
}
