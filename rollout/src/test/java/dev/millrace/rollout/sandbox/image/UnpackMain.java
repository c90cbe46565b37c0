package dev.millrace.rollout.sandbox.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;

/// Unpacks an image into a store and prints what came of it, for checks in other languages and
/// other processes. Arguments: the store's directory and the image; with a third, it tells when it
/// has read half of the layer, and goes on when its input ends.
final class UnpackMain {
  private UnpackMain() {}

  public static void main(String[] args) throws Exception {
    ImageStore store = ImageStore.open(Path.of(args[0]));
    long start = System.nanoTime();
    UnpackedImage image =
        args.length > 2 ? halfway(store, Path.of(args[1])) : store.unpack(Path.of(args[1]));
    long millis = (System.nanoTime() - start) / 1_000_000;
    Map<String, Object> result =
        Map.of(
            "root", image.root().toString(),
            "digest", image.digest(),
            "variables", image.variables(),
            "millis", millis);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static UnpackedImage halfway(ImageStore store, Path layout) throws Exception {
    var blobs = new PausingBlobs(new DirectoryBlobs(layout), UnpackMain::pause);
    return store.unpack(new OpenImage(blobs, new Manifests(blobs, Platform.host()).read()));
  }

  private static void pause() throws java.io.IOException {
    System.out.println("halfway");
    if (System.in.read() >= 0) {
      throw new AssertionError("the input was to end");
    }
  }
}
