package dev.millrace.rollout.sandbox.image;

import static dev.millrace.rollout.sandbox.image.LayerBuilder.layer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several threads, stores and processes at one directory, and those that die there.
@Timeout(600)
final class SharedStoreTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  @TempDir Path directory;
  private Path cache;
  private Path layout;

  @BeforeEach
  void makeAnImage() {
    cache = directory.resolve("cache");
    String large = "x".repeat(PausingBlobs.HALF);
    var image =
        ImageBuilder.of(
            layer().directory("d/", 0500, 1).file("d/a", large).file("b", large).file("c", "end"));
    layout = ImageBuilder.directory(image.layout(), directory.resolve("layout"));
  }

  private OpenImage image(PausingBlobs.Pause pause) throws IOException {
    var blobs = new PausingBlobs(new DirectoryBlobs(layout), pause);
    return new OpenImage(blobs, new Manifests(blobs, Platform.host()).read());
  }

  private Set<String> unfinished() throws IOException {
    try (var files = Files.list(cache.resolve("images-1"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".unpacking"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void manyThreadsOfTwoStoresUnpackAnImageOnce() throws Exception {
    var times = new AtomicInteger();
    var stores = List.of(ImageStore.open(cache), ImageStore.open(cache));
    List<Callable<Path>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ImageStore store = stores.get(i % 2);
      calls.add(() -> store.unpack(image(times::incrementAndGet)).root());
    }
    Set<Path> roots = new java.util.HashSet<>();
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (Future<Path> root : threads.invokeAll(calls)) {
        roots.add(root.get());
      }
    }
    assertEquals(1, roots.size());
    assertEquals(1, times.get());
    assertEquals(5, Snapshot.of(roots.iterator().next()).size());
  }

  @Test
  void openingAStoreLeavesWhatTheLivingUnpack() throws Exception {
    var half = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var store = ImageStore.open(cache);
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<UnpackedImage> image =
          thread.submit(
              () ->
                  store.unpack(
                      image(
                          () -> {
                            half.countDown();
                            await(goOn);
                          })));
      await(half);
      var _ = ImageStore.open(cache);
      assertEquals(1, unfinished().size());
      goOn.countDown();
      assertEquals(5, Snapshot.of(image.get().root()).size());
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertTrue(latch.await(300, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void processesUnpackAnImageOnceAndTheDeadLeaveNothing() throws Exception {
    Process killed = unpackInAnotherProcess("pause");
    BufferedReader output = reader(killed);
    assertEquals("halfway", output.readLine());
    assertEquals(1, unfinished().size());
    var _ = ImageStore.open(cache);
    assertEquals(1, unfinished().size(), "its owner lives");
    killed.destroyForcibly().waitFor();
    assertEquals(1, unfinished().size());
    var store = ImageStore.open(cache);
    assertEquals(Set.of(), unfinished());
    Process other = unpackInAnotherProcess("pause");
    try (var itsOutput = reader(other)) {
      assertEquals("halfway", itsOutput.readLine());
      try (var thread = Executors.newSingleThreadExecutor()) {
        var times = new AtomicInteger();
        Future<UnpackedImage> waiting =
            thread.submit(() -> store.unpack(image(times::incrementAndGet)));
        other.getOutputStream().close();
        assertTrue(itsOutput.readLine().contains(waiting.get().root().toString()));
        assertEquals(0, times.get(), "the other process has unpacked it");
      }
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhichProcessHoldsTheLock() throws Exception {
    Process other = unpackInAnotherProcess("pause");
    try (var output = reader(other)) {
      assertEquals("halfway", output.readLine());
      String told = tooLong(locks().getFirst());
      String holder = ": process " + other.pid() + ", thread [0-9]+ main, since .* holds it";
      assertTrue(Pattern.compile(holder).matcher(told).find(), told);
    } finally {
      other.destroyForcibly().waitFor();
    }
    StoreLock.acquire(locks().getFirst(), PATIENCE).close();
  }

  @Test
  void whoWaitsTooLongIsToldWhichThreadHoldsTheLock() throws Exception {
    Path file = directory.resolve("lock");
    try (var _ = StoreLock.acquire(file, PATIENCE);
        var threads = Executors.newSingleThreadExecutor()) {
      String told = threads.submit(() -> tooLong(file)).get();
      long own = Thread.currentThread().threadId();
      String process = "process " + ProcessHandle.current().pid();
      assertTrue(told.contains(process + ", thread " + own + " "), told);
    }
    StoreLock.acquire(file, PATIENCE).close();
  }

  @Test
  void aLockWhoseHolderCannotBeWrittenIsFreeAgain() throws Exception {
    // There is never room for another byte.
    Path full = Path.of("/dev/full");
    for (int i = 0; i < 2; i++) {
      assertThrows(IOException.class, () -> StoreLock.tryAcquire(full));
      assertThrows(IOException.class, () -> StoreLock.acquire(full, PATIENCE));
    }
  }

  private static String tooLong(Path file) {
    var failure = assertThrows(IOException.class, () -> StoreLock.acquire(file, PATIENCE));
    return String.valueOf(failure.getMessage());
  }

  private List<Path> locks() throws IOException {
    try (var files = Files.list(cache.resolve("images-1"))) {
      return files.filter(file -> file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void whatADeadProcessLeftIsNoHindranceEither() throws Exception {
    var store = ImageStore.open(cache);
    OpenImage image = image(() -> {});
    Path left = cache.resolve("images-1/" + image.description().id().fileName() + ".unpacking");
    Files.createDirectories(left.resolve("d/e"));
    Files.setAttribute(left.resolve("d"), "unix:mode", 0);
    assertEquals(5, Snapshot.of(store.unpack(image).root()).size());
    assertFalse(Files.exists(left));
  }

  @Test
  void anInterruptLeavesNothing() throws Exception {
    var store = ImageStore.open(cache);
    Path archive =
        ImageBuilder.write(
            ImageBuilder.archive(ImageBuilder.of(layer().file("a", "x".repeat(100))).saved()),
            directory.resolve("image"));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> store.unpack(archive));
    assertEquals(Set.of(), unfinished());
    assertEquals("x".repeat(100), Files.readString(store.unpack(archive).root().resolve("a")));
  }

  private Process unpackInAnotherProcess(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(UnpackMain.class.getName());
    command.addAll(List.of(cache.toString(), layout.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
