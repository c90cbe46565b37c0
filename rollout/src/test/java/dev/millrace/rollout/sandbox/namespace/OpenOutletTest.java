package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.sandbox.network.AllowList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenOutletTest {
  @Test
  void allIsReleasedThoughSomeReleasesFail() {
    List<String> released = new ArrayList<>();
    var first = new IllegalStateException("the third");
    var second = new IllegalStateException("the second");
    var outlet =
        new OpenOutlet(new AllowList(List.of("a.example:443"), AllowList.Reach.PUBLIC), _ -> {});
    outlet.whenClosed(() -> released.add("the first"));
    outlet.whenClosed(() -> fail(second));
    outlet.whenClosed(() -> fail(first));
    outlet.whenClosed(() -> released.add("the fourth"));
    assertSame(first, assertThrows(IllegalStateException.class, outlet::close));
    assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    assertEquals(List.of("the fourth", "the first"), released);
    outlet.close();
    assertEquals(2, released.size());
  }

  private static void fail(RuntimeException why) {
    throw why;
  }
}
