package example.shelf;

import static org.junit.Assert.assertEquals;

import org.junit.Assume;
import org.junit.Ignore;
import org.junit.Test;

public class ShelfTest {
  @Test
  public void holds() {
    System.out.println("example.shelf.ShelfTest > bends PASSED");
    assertEquals(2, 1 + 1);
  }

  @Test
  public void bends() {
    assertEquals("the board", "bent", "straight");
  }

  @Test
  public void breaks() {
    throw new IllegalStateException("no such board");
  }

  @Test
  @Ignore("no cellar here")
  public void cellar() {}

  @Test
  public void attic() {
    Assume.assumeTrue("only in winter", false);
  }
}
