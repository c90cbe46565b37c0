package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attempts to take so much of the machine that the host or a neighbour stops.
interface BombRules extends EscapeRules {
  /// What does harm while others work.
  interface Bomb {
    void goOff() throws Exception;
  }

  /// Eight that each keep what they have got: says how many live when each has it or is dead.
  String HOARD =
      """
      exec 2>/dev/null
      for i in 1 2 3 4 5 6 7 8; do
        python3 -c 'x = bytearray(120 << 20); import os, signal
      open("has" + str(os.getpid()), "w").close(); signal.pause()' &
      done
      for p in $(jobs -p); do
        until [ -e has$p ] || ! kill -0 $p; do sleep 0.05; done
      done
      held=0
      for p in $(jobs -p); do
        kill -0 $p && held=$((held + 1))
      done
      kill -9 $(jobs -p)
      rm -f has*
      echo $held
      """;

  private void besideOthers(Bomb bomb) throws Exception {
    try (var others = Bystanders.start(provider(), environment())) {
      bomb.goOff();
      others.finish();
    }
  }

  /// Ends the attacker's command in time, whatever it does.
  private void ends(String script) throws InterruptedException {
    var result = attacker().exec(Command.bash(script, SHORT));
    assertTrue(result.duration().toSeconds() < 300, result.toString());
  }

  @Test
  default void aForkBombIsHeldBack() throws Exception {
    besideOthers(() -> ends(":(){ :|:& };:; sleep 3; wait"));
  }

  @Test
  default void aProcessorBombIsHeldBack() throws Exception {
    besideOthers(
        () -> ends("for i in {1..100}; do (while :; do :; done) & done 2>/dev/null; sleep 600"));
  }

  @Test
  default void aMemoryBombIsHeldBack() throws Exception {
    besideOthers(
        () -> {
          String one = EscapeRules.python("x = bytearray(2 << 30)\nprint('he' + 'ld')");
          var result = tries(one);
          assertFalse(result.stdout().contains("held"), result.toString());
          if (isFull("memory")) {
            var held = tries(HOARD);
            assertTrue(held.stdout().matches("[0-3]\n"), () -> "120 MiB of 256 were held: " + held);
          }
        });
  }

  /// A program in the background takes more with each command that follows.
  @Test
  default void whatAShellsCommandsHoldIsNoReasonForMoreMemory() throws Exception {
    String grow =
        """
        import os, time
        held = []
        for i in range(1, 6):
            held.append(bytearray(90 << 20))
            open(f'n{i}', 'w').close()
            while not os.path.exists(f'go{i}'):
                time.sleep(0.02)
        """;
    if (isFull("memory")) {
      try (var shell = attacker().shell(LIMITS)) {
        String start = EscapeRules.python(grow).replaceFirst("END'\n", "END' &\n");
        shell.run(start, Duration.ofSeconds(10));
        for (int i = 1; i < 5; i++) {
          shell.run("touch go" + i + "; sleep 0.5", Duration.ofSeconds(10));
        }
      }
      fails("ls n4");
    }
  }

  @Test
  default void aDiskBombIsHeldBack() throws Exception {
    besideOthers(
        () -> {
          for (String place : List.of("/app", "/tmp", "/usr", "/dev/shm")) {
            if (isFull("disk") || place.equals("/dev/shm")) {
              fails("head -c 300m /dev/zero > " + place + "/bomb");
              tries("rm -f " + place + "/bomb");
            }
          }
          if (isFull("disk")) {
            fails("i=0; while [ $i -lt 100000 ]; do : > f$i || exit 1; i=$((i+1)); done");
            tries("find . -name 'f*' -delete");
          }
        });
  }

  /// Descriptors of one process, and what the kernel keeps in pipes that nobody reads.
  @Test
  default void aBombOfDescriptorsAndPipesIsHeldBack() throws Exception {
    String open =
        """
        import os
        count = 3
        try:
            while count < 20000:
                os.dup(0)
                count += 1
        except OSError:
            pass
        print('too', 'many' if count > 16400 else 'few')
        """;
    String fill =
        """
        import os
        try:
            while True:
                for end in os.pipe():
                    os.set_blocking(end, False)
                try:
                    while os.write(end, bytes(65536)):
                        pass
                except BlockingIOError:
                    pass
        except OSError:
            pass
        """;
    besideOthers(
        () -> {
          assertEquals("too few\n", tries(EscapeRules.python(open)).stdout());
          ends(EscapeRules.python(fill).replaceFirst("END'\n", "END' &\n").repeat(8) + "wait");
        });
  }
}
