package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.orchestrator.dashboard.Terminal;
import java.time.Duration;

/// Shows progress as the terminal allows: a block drawn in place, or a plain line now and then.
/// Belongs to one thread.
final class Presenter {
  /// A plain line is due after this long, or after this share of the run.
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int STEP_PERCENT = 10;

  /// A block is drawn again after this long.
  private static final Duration FRAME = Duration.ofMillis(250);

  private final Terminal terminal;
  private final Screen screen;
  private Duration nextFrame = Duration.ZERO;
  private Duration lastLine = Duration.ZERO;
  private int lastStep;
  private String lastText = "";

  Presenter(Terminal terminal) {
    this.terminal = terminal;
    this.screen = new Screen(terminal);
  }

  void show(RunProgress progress) {
    if (terminal.kind() != Terminal.Kind.PIPE) {
      if (nextFrame.compareTo(progress.elapsed()) > 0) {
        return;
      }
      nextFrame = progress.elapsed().plus(FRAME);
      screen.draw(ProgressText.block(progress, terminal.width(), terminal.ink()));
      return;
    }
    int step = step(progress);
    if (step > lastStep || progress.elapsed().minus(lastLine).compareTo(PAUSE) >= 0) {
      print(progress);
    }
  }

  /// Takes the block away; or says once how far the run came.
  void end(RunProgress progress) {
    if (terminal.kind() != Terminal.Kind.PIPE) {
      screen.clear();
    } else if (step(progress) > lastStep || lastText.isEmpty()) {
      print(progress);
    }
  }

  private void print(RunProgress progress) {
    lastLine = progress.elapsed();
    lastStep = step(progress);
    lastText = ProgressText.line(progress);
    terminal.out().println(lastText);
    terminal.out().flush();
  }

  private static int step(RunProgress progress) {
    FamilyProgress total = progress.total();
    return total.planned() == 0 ? 0 : total.done() * 100 / total.planned() / STEP_PERCENT;
  }
}
