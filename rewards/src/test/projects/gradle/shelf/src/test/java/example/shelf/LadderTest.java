package example.shelf;

import org.junit.BeforeClass;
import org.junit.Test;

public class LadderTest {
  @BeforeClass
  public static void fetchTheWood() {
    throw new IllegalStateException("no wood");
  }

  @Test
  public void reachesTheTop() {}
}
