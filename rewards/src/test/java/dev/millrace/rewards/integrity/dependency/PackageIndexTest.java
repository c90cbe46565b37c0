package dev.millrace.rewards.integrity.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageIndexTest {
  @TempDir Path directory;

  @Test
  void namesAreComparedAsTheRegistryDoes() {
    PackageIndex index = PackageIndex.bundled();
    assertTrue(index.knows(Registry.PYPI, "Scikit_Learn"));
    assertTrue(index.knows(Registry.CRATES, "serde-json"));
    assertFalse(index.knows(Registry.NPM, "Lodash"));
  }

  @Test
  void lookalikesAreNamedWithWhatTheyAreLike() {
    PackageIndex index = PackageIndex.bundled();
    assertEquals(
        Optional.of("requests but for a letter or two"),
        index.lookalike(Registry.PYPI, "reqeusts"));
    assertEquals(
        Optional.of("requests with python-"), index.lookalike(Registry.PYPI, "python-requests"));
    assertEquals(
        Optional.of("scikit-learn but for its separators"),
        index.lookalike(Registry.PYPI, "scikitlearn"));
    assertEquals(Optional.empty(), index.lookalike(Registry.PYPI, "acme-tools"));
  }

  @Test
  void wholeIndexIsLoadedFromFiles() throws IOException {
    Files.writeString(directory.resolve("pypi.txt"), "# names\nFlask\n\nacme_tools\n");
    PackageIndex index = PackageIndex.load(directory);
    assertTrue(index.isComplete(Registry.PYPI) && !index.isComplete(Registry.NPM));
    assertTrue(index.knows(Registry.PYPI, "acme-tools") && !index.knows(Registry.PYPI, "numpy"));
    assertThrows(
        IllegalArgumentException.class, () -> PackageIndex.load(directory.resolve("none")));
  }

  @Property(tries = 500, seed = "7")
  void distanceIsSymmetricAndZeroForEqualNames(
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String a,
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'c') String b) {
    assertEquals(Distance.of(a, b), Distance.of(b, a));
    assertEquals(a.equals(b), Distance.of(a, b) == 0);
  }
}
