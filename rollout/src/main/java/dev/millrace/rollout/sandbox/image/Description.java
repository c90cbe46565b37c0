package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An image as its files describe it: which it is, what to unpack, and what it says of itself.
///
/// @param id the digest of its configuration, which names each layer's content; of an archive that
///     is a file system, the digest of the archive
/// @param layers bottom first
record Description(Digest id, List<Layer> layers, ImageConfig config) {
  Description {
    layers = List.copyOf(layers);
  }

  /// Joins a configuration with the blobs that a manifest lists.
  ///
  /// @param blobs without their content's digests
  static Description of(String where, byte[] bytes, List<Layer> blobs, Platform host)
      throws IOException {
    Json json = Json.parse(where, bytes);
    requirePlatform(json, host);
    List<Json> contents = json.at("rootfs").at("diff_ids").items();
    if (contents.size() != blobs.size()) {
      throw new BadImageException(
          where + ": names " + contents.size() + " layers, but the manifest has " + blobs.size());
    }
    List<Layer> layers = new ArrayList<>();
    for (Layer blob : blobs) {
      Digest content = contents.get(layers.size()).digest();
      layers.add(new Layer(blob.blob(), blob.digest(), blob.sizeBytes(), content));
    }
    return new Description(Digest.sha256(bytes), layers, ImageConfig.of(json.at("config")));
  }

  private static void requirePlatform(Json json, Platform host) throws BadImageException {
    String os = json.at("os").textOrNull();
    String architecture = json.at("architecture").textOrNull();
    // Images made by import have neither.
    boolean fits =
        (os == null || os.isEmpty() || os.equals(host.os()))
            && (architecture == null
                || architecture.isEmpty()
                || architecture.equals(host.architecture()));
    if (!fits) {
      throw new BadImageException(
          json.where()
              + ": is for "
              + os
              + "/"
              + architecture
              + ", this machine is "
              + host
              + ": save the image for this platform");
    }
  }
}
