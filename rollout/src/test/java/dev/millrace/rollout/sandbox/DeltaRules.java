package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an episode changed, taken and applied elsewhere.
interface DeltaRules extends SandboxRules {
  String CHANGES =
      """
      echo changed > read.me; chmod 600 keep; mkdir -m 750 new; echo n > new/n; ln -s ../keep new/l
      rm -rf old; mkdir old; echo fresh > old/b; rm bin/tool; echo ü > 'na me ü'; rm link
      mkdir link; echo file > link/f; mkdir /tmp/t; chmod 000 new/n; mkfifo pipe; touch empty
      echo '#!/bin/sh' > /etc/extra
      """;
  String STATE =
      "cd / && find app tmp etc/extra -printf '%p %y %m %l\\n' | LC_ALL=C sort;"
          + " cd app; cat read.me keep old/* link/f na*";

  String STATE_OF_ALL =
      "find . -printf '%p %y %m %l\\n' | LC_ALL=C sort; grep -r '' .wh* | LC_ALL=C sort";

  @Test
  default void anEndStateIsRebuiltFromItsDelta() throws InterruptedException {
    try (var agent = plain();
        var judge = plain()) {
      SandboxRules.run(agent, CHANGES);
      var delta = agent.capture(1 << 20);
      judge.apply(delta);
      assertEquals(SandboxRules.run(agent, STATE), SandboxRules.run(judge, STATE));
      assertEquals(delta.digest(), judge.capture(1 << 20).digest());
    }
  }

  @Test
  default void equalStatesHaveEqualDigests() throws InterruptedException {
    try (var one = plain();
        var two = plain()) {
      assertEquals(one.capture(1 << 20), two.capture(1 << 20));
      SandboxRules.run(one, "echo a > a; echo b > b; touch read.me; mkdir d; rmdir d");
      SandboxRules.run(two, "echo b > b; echo x > a; echo a > a; cp keep k; cat k > keep; rm k");
      assertEquals(one.capture(1 << 20).digest(), two.capture(1 << 20).digest());
    }
  }

  @Test
  default void anUntouchedSandboxHasAnEmptyDelta() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, "ls -R /app /etc > /dev/null; grep -r x /app || true");
      assertEquals(List.of(), DeltaArchive.decode(sandbox.capture(1 << 20)));
    }
  }

  /// An agent that would rather not be judged gets no other try by that.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "touch $(printf 'n\\377')",
        "mkdir -p new/deep; touch new/deep/$(printf 'n\\377')",
        "ln -s $(printf 't\\377') link"
      })
  default void aNameThatIsNotUtf8IsNoReasonToTryAgain(String script) throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, script);
      var refused = assertThrows(FailureException.class, () -> sandbox.capture(1 << 20));
      assertInstanceOf(Failure.Budget.class, refused.failure());
      assertTrue(refused.failure().detail().contains("is not UTF-8"), refused.toString());
    }
  }

  @Test
  default void whatItsOwnerMayNotReadIsPartOfADelta() throws InterruptedException {
    try (var agent = plain();
        var judge = plain()) {
      SandboxRules.run(agent, "mkdir locked; touch none; chmod 000 locked none");
      judge.apply(agent.capture(1 << 20));
      String modes = "stat -c '%n %a' locked none";
      assertEquals("locked 0\nnone 0\n", SandboxRules.run(judge, modes));
    }
  }

  @Test
  default void namesAreNoMarks() throws InterruptedException {
    try (var agent = plain();
        var judge = plain()) {
      SandboxRules.run(
          agent,
          "echo 1 > .wh.keep; echo 2 > .wh..wh..opq; mkdir .wh.d; echo 3 > .wh.d/f; touch .wh.");
      judge.apply(agent.capture(1 << 20));
      assertEquals(SandboxRules.run(agent, STATE_OF_ALL), SandboxRules.run(judge, STATE_OF_ALL));
    }
  }

  @Test
  default void aDeltaLargerThanAllowedIsAFailure() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, "head -c 100000 /dev/zero > big; truncate -s 1T huge || true");
      assertThrows(FailureException.class, () -> sandbox.capture(50_000));
    }
  }
}
