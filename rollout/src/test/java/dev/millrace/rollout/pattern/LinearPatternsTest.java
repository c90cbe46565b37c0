package dev.millrace.rollout.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class LinearPatternsTest {
  private static final String DEEP = "a[a-z]{0,1000}[0-9]{0,1000}z";

  private static Pattern onASmallStack(FutureTask<Pattern> task) throws Exception {
    new Thread(null, task, "small", 192 << 10).start();
    return task.get();
  }

  @Test
  void longRepetitionsAreCompiledWhereTheCallerHasNoRoom() throws Exception {
    var plain = new FutureTask<>(() -> Pattern.compile(DEEP));
    var thrown = assertThrows(ExecutionException.class, () -> onASmallStack(plain));
    assertTrue(thrown.getCause() instanceof StackOverflowError, thrown.toString());
    var pattern =
        onASmallStack(new FutureTask<>(() -> LinearPatterns.compile(DEEP, Pattern::compile)));
    assertTrue(pattern.matches("abc12z"));
  }

  @Test
  void whatIsNoPatternSaysSo() {
    var thrown =
        assertThrows(
            PatternSyntaxException.class, () -> LinearPatterns.compile("(a", Pattern::compile));
    assertEquals("(a", thrown.getPattern());
  }

  @Test
  void anInterruptIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    assertTrue(LinearPatterns.compile("a+", Pattern::compile).matches("aa"));
    assertTrue(Thread.interrupted());
  }
}
