package example.shelf;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

@RunWith(Parameterized.class)
public class TitleTest {
  @Parameters(name = "{index}: {0}")
  public static List<String> titles() {
    return Arrays.asList("one", "two words", "a > b");
  }

  private final String title;

  public TitleTest(String title) {
    this.title = title;
  }

  @Test
  public void fits() {
    assertEquals(3, title.length());
  }
}
