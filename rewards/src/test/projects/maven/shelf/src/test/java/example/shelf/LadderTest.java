package example.shelf;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LadderTest {
  @BeforeAll
  static void fetchTheWood() {
    throw new IllegalStateException("no wood");
  }

  @Test
  void reachesTheTop() {}
}
