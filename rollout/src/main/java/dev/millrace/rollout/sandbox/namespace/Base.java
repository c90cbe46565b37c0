package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.image.UnpackedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What lies below every sandbox of a provider.
///
/// @param lowers read-only
/// @param variables that commands get, below those of an environment
/// @param key tells bases apart whose layers must not be mixed; a file name
/// @param facts for the records of episodes
record Base(Lowers lowers, Map<String, String> variables, String key, Map<String, String> facts) {
  /// This host's own `/usr`, and a root without anything else of it.
  ///
  /// @param directory with what [HostBase] has built
  static Base ofHost(Path directory) {
    var lowers = new Lowers(List.of(directory.resolve("root")), List.of(Path.of("/usr")));
    return new Base(lowers, Map.of(), "host", Map.of());
  }

  static Base of(UnpackedImage image) {
    var lowers = new Lowers(List.of(image.root()), List.of());
    String key = "image-" + image.digest().replaceAll("[^0-9a-z]", "-");
    return new Base(lowers, image.variables(), key, Map.of("image_digest", image.digest()));
  }

  /// Known by the name that environments have for it.
  Base named(String reference) {
    Map<String, String> all = new HashMap<>(facts);
    all.put("image", reference);
    return new Base(lowers, variables, key, Map.copyOf(all));
  }

  /// With a layer on top.
  ///
  /// @param layer with `root` and `usr` in it
  Lowers under(Path layer) {
    return lowers.below(List.of(new Overlay(layer)));
  }
}
