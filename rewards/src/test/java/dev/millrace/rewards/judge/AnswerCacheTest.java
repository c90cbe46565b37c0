package dev.millrace.rewards.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.judge.AnswerCache.Entry;
import dev.millrace.rollout.task.ContentDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {
  private static final String KEY = new ContentDigest().text("question").hex();
  private static final Entry ENTRY = new Entry("m", "{\"clear\": 1}", Map.of("no_json", 2));

  @TempDir Path directory;

  private AnswerCache cache() {
    return new AnswerCache(directory.resolve("judge"));
  }

  private Path file() throws IOException {
    List<Path> files = files();
    assertEquals(1, files.size(), "one file, and no scratch: " + files);
    return files.getFirst();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatIsKeptIsFoundByAnotherProcess() throws IOException {
    assertEquals(Optional.empty(), cache().find(KEY));
    assertEquals(ENTRY, cache().keep(KEY, ENTRY, _ -> true));
    assertEquals(Optional.of(ENTRY), cache().find(KEY));
    assertEquals(Optional.empty(), cache().find(new ContentDigest().text("other").hex()));
    assertEquals(KEY + ".json", file().getFileName().toString());
  }

  /// Whatever a crash, a disk or a person did to it.
  @Test
  void aDamagedAnswerIsNoneAndMakesRoomForAnother() throws IOException {
    cache().keep(KEY, ENTRY, _ -> true);
    byte[] whole = Files.readAllBytes(file());
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 80; i++) {
      byte[] damaged = whole.clone();
      if (i % 4 == 0) {
        damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
      } else {
        int at = random.nextInt(whole.length);
        damaged[at] ^= (byte) (1 << random.nextInt(7));
      }
      Files.write(file(), damaged);
      Optional<Entry> found = cache().find(KEY);
      assertTrue(found.isEmpty() || found.get().equals(ENTRY), () -> "damaged: " + found);
      assertEquals(ENTRY, cache().keep(KEY, ENTRY, _ -> true));
      assertEquals(Optional.of(ENTRY), cache().find(KEY));
    }
  }

  @Test
  void anAnswerOfAnotherQuestionIsNone() throws IOException {
    cache().keep(KEY, ENTRY, _ -> true);
    String other = new ContentDigest().text("other").hex();
    Path moved = directory.resolve("judge/" + other.substring(0, 2) + "/" + other + ".json");
    Files.createDirectories(moved.getParent());
    Files.copy(file(), moved);
    assertEquals(Optional.empty(), cache().find(other));
  }

  @Test
  void theFirstOfManyAnswersAtOnceStandsForAll() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Entry>> kept = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Entry mine = new Entry("m" + i, "t", Map.of());
        kept.add(threads.submit(() -> cache().keep(KEY, mine, _ -> true)));
      }
      Set<Entry> different = new HashSet<>();
      for (Future<Entry> one : kept) {
        different.add(one.get());
      }
      assertEquals(Set.of(cache().find(KEY).orElseThrow()), different);
    }
    file();
  }

  @Test
  void anAnswerThatIsReadNoLongerIsReplaced() {
    Entry fresh = new Entry("n", "u", Map.of());
    cache().keep(KEY, ENTRY, _ -> true);
    assertEquals(fresh, cache().keep(KEY, fresh, entry -> !entry.equals(ENTRY)));
    assertEquals(Optional.of(fresh), cache().find(KEY));
  }

  @Test
  void whatADeadProcessLeftBesideIsNotSeen() throws IOException {
    cache().keep(KEY, ENTRY, _ -> true);
    Files.writeString(file().resolveSibling(".new-dead"), "{\"key\":");
    assertEquals(Optional.of(ENTRY), cache().find(KEY));
  }
}
