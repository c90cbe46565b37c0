package dev.millrace.rollout.task.swebench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DiffTest {
  @Test
  void filesAreThoseOfHeadersAndNotOfContents() {
    Diff diff =
        Diff.of(
            """
            diff --git a/tests/old.py b/tests/old.py
            --- a/tests/old.py
            +++ b/tests/old.py
            @@ -1,3 +1,3 @@
             one
            --- a/not/a/header.py
            +++ b/nor/this.py
             three
            diff --git a/tests/new.py b/tests/new.py
            new file mode 100644
            --- /dev/null
            +++ b/tests/new.py
            @@ -0,0 +1 @@
            +x
            \\ No newline at end of file
            diff --git a/tests/gone.py b/tests/gone.py
            --- a/tests/gone.py
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            diff --git a/data.bin b/data.bin
            """);

    assertEquals(List.of("tests/old.py", "tests/gone.py"), List.copyOf(diff.before()));
    assertEquals(List.of("tests/new.py"), List.copyOf(diff.added()));
    assertEquals(
        List.of("tests/old.py", "tests/new.py", "tests/gone.py", "data.bin"), diff.directives());
  }
}
