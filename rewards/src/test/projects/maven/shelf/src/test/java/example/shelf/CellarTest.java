package example.shelf;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

@Disabled("no cellar here")
class CellarTest {
  @Test
  void isDry() {}
}
