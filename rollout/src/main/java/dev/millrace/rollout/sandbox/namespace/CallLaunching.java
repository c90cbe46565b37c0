package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.launcher.KernelCall;
import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// With [dev.millrace.rollout.sandbox.launcher.Launcher], which makes the kernel calls itself: no
/// program of the machine's takes part.
///
/// @param executable the launcher's file
record CallLaunching(Path executable, HolderProgram holders, CommandSteps commands, Bounds bounds)
    implements Launching {
  private static final int MAX_OPTION_BYTES = 4096;
  private static final String NO_INPUT = "/dev/null";

  @Override
  public Mechanism mechanism() {
    return Mechanism.DIRECT;
  }

  @Override
  public boolean filtersCalls() {
    return true;
  }

  @Override
  public Pins pins() {
    return holders.pins();
  }

  @Override
  public Dialogue dialogue() {
    return new CallDialogue(holders.architecture(), HolderProgram.readsRequests());
  }

  @Override
  public List<String> first(HolderFiles files, Space space) throws IOException {
    return commandLine(files, holders.first(files, space));
  }

  @Override
  public List<String> beside(Holder first, HolderFiles files, Space space) throws IOException {
    return commandLine(files, holders.beside(first, files, space));
  }

  private List<String> commandLine(HolderFiles files, Program program) throws IOException {
    Path file = Files.write(files.request(), program.encode());
    return List.of(executable.toString(), file.toString());
  }

  @Override
  public List<String> apart(
      Holder first, Holder holder, HolderFiles own, ToRun run, List<Path> groups)
      throws IOException {
    var program = new Program(holders.architecture(), Program.FIRST);
    var failed = new Value.Label();
    program.failingTo(failed);
    program.call(KernelCall.DUP3, Value.of(1), Value.of(2), Value.of(0));
    HolderProgram.enter(program, first);
    var launcher = new Value.Label();
    Value.Data status = program.word();
    Value.Data id = Kernel.fork(program, launcher);
    Kernel.await(program, id, status);
    Kernel.decode(program, status);
    Kernel.exit(program, new Value.Content(status));

    program.at(launcher).set(CallDialogue.STATUS, Value.of(CallDialogue.NOT_DONE));
    Kernel.diesWithParent(program);
    holders.limit(program, holder.files(), bounds);
    HolderProgram.join(program, groups);
    Files.write(own.status(), new byte[0]);
    commands.addTo(program, run, CommandSteps.Site.of(holder.files()), _ -> {}, failed);
    var notDone = new Value.Label();
    Value done = new Value.Content(CallDialogue.STATUS);
    program.goIfEqual(done, Value.of(CallDialogue.NOT_DONE), notDone);
    Kernel.write(program, own.status().toString(), "exit-code");
    program.set(status, done);
    Kernel.decode(program, status);
    Kernel.exit(program, new Value.Content(status));
    program.at(notDone).at(failed).failingTo(null);
    Kernel.exit(program, Value.of(125));
    return commandLine(own, program);
  }

  @Override
  public Work mount(HolderFiles files, ToMount tree, boolean isAgain) throws IOException {
    Path target = files.merged();
    Overlay overlay = tree.overlay();
    Lowers lowers = tree.lowers();
    String root = options(lowers.root(), overlay.root(), overlay.rootWork());
    String usr =
        lowers.usr().isEmpty() ? "" : options(lowers.usr(), overlay.usr(), overlay.usrWork());
    List<Attachments.ReadOnly> directories = tree.attachments().directories();
    List<String> sources = directories.stream().map(d -> d.real().toString()).toList();
    return (Work.Steps)
        (program, failed) -> {
          if (isAgain) {
            Kernel.unmount(program, target);
          }
          overlay.directories().forEach(path -> Kernel.makeDirectory(program, path));
          Kernel.mount(program, "tree", target, "overlay", 0, root);
          if (!usr.isEmpty()) {
            Kernel.mount(program, "tree", target.resolve("usr"), "overlay", 0, usr);
          }
          for (int i = 0; i < sources.size(); i++) {
            Path place = target.resolve(directories.get(i).target().substring(1));
            Kernel.bind(program, sources.get(i), place);
            Kernel.restrict(program, place, Kernel.NO_DEVICES);
          }
          program.set(CallDialogue.STATUS, Value.of(0));
        };
  }

  /// `volatile`: without it the kernel syncs the whole file system at the end of every command.
  private static String options(List<Path> lower, Path upper, Path work) throws IOException {
    String stack = lower.stream().map(Path::toString).collect(Collectors.joining(":"));
    String options =
        "lowerdir=" + stack + ",upperdir=" + upper + ",workdir=" + work + ",userxattr,volatile";
    if (options.length() >= MAX_OPTION_BYTES) {
      throw new IOException(
          "an overlay takes "
              + options.length()
              + " characters of options, and the kernel reads 4095: use shorter paths for cache and"
              + " scratch directory");
    }
    return options;
  }

  @Override
  public Work unmount(HolderFiles files) {
    return (Work.Steps)
        (program, failed) -> {
          Kernel.unmount(program, files.merged());
          program.set(CallDialogue.STATUS, Value.of(0));
        };
  }

  @Override
  public Optional<Work> empty(HolderFiles files, Space space) {
    if (!space.isInMemory()) {
      return Optional.empty();
    }
    return Optional.of(
        (Work.Steps)
            (program, failed) -> {
              Kernel.unmount(program, files.merged());
              Kernel.unmount(program, files.space());
              HolderProgram.mountSpace(program, files, space);
              program.set(CallDialogue.STATUS, Value.of(0));
            });
  }

  @Override
  public Work run(HolderFiles files, ToRun run) {
    Command command = run.command();
    return (Work.Steps)
        (program, failed) -> {
          commands.addTo(
              program, run, CommandSteps.Site.of(files), streams(files, command), failed);
          reap(program);
        };
  }

  private static Consumer<Program> streams(HolderFiles files, Command command) {
    String input = command.stdin().length > 0 ? files.input().toString() : NO_INPUT;
    return program -> {
      Kernel.moveTo(program, Kernel.open(program, input), 0);
      // Opened anew, for what a command sets on its streams would hold for the holder's, too.
      Kernel.moveTo(program, Kernel.openToWrite(program, "/proc/self/fd/1"), 1);
      if (command.streams() == Command.Streams.MERGED) {
        program.call(KernelCall.DUP3, Value.of(1), Value.of(2), Value.of(0));
      } else {
        Kernel.moveTo(program, Kernel.openToWrite(program, "/proc/self/fd/2"), 2);
      }
    };
  }

  /// Takes note of processes that have ended and are nobody else's: process 1 has to.
  private static void reap(Program program) {
    Value.Data ended = program.word();
    var next = new Value.Label();
    var none = new Value.Label();
    program.at(next);
    program.attemptInto(
        ended, KernelCall.WAIT4, Value.of(-1), Value.of(0), Value.of(1), Value.of(0));
    program.goIfEqual(new Value.Content(ended), Value.of(0), none);
    // ECHILD.
    program.goIfEqual(new Value.Content(ended), Value.of(-10), none);
    program.go(next);
    program.at(none);
  }

  @Override
  public void prepare(Overlay overlay) {}

  /// A holder tells it itself.
  @Override
  public boolean hasExited(HolderFiles files) {
    return true;
  }
}
