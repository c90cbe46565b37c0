package example.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShelfTest {
  @Test
  void holds() {
    System.out.println(
        "[INFO] Tests run: 9, Failures: 0, Errors: 0, Skipped: 0 - in example.shelf.WallTest");
    System.out.println(
        "[ERROR] example.shelf.DrawerTest.opens -- Time elapsed: 0.001 s <<< FAILURE!");
    assertEquals(2, 1 + 1);
  }

  @Test
  void bends() {
    assertEquals("bent", "straight", "the board");
  }

  @Test
  void breaks() {
    throw new IllegalStateException("no such board");
  }

  @Test
  @Disabled("no cellar here")
  void cellar() {}

  @Test
  void attic() {
    Assumptions.assumeTrue(false, "only in winter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two words", "three (3)"})
  void titleFits(String title) {
    assertEquals(3, title.length());
  }

  @Nested
  class WhenPainted {
    @Test
    void dries() {}

    @Test
    void shines() {
      assertEquals("light", "dark");
    }
  }
}
