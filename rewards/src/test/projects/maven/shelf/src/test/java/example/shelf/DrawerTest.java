package example.shelf;

import org.junit.jupiter.api.Test;

class DrawerTest {
  @Test
  void opens() {}

  @Test
  void closes() {}
}
