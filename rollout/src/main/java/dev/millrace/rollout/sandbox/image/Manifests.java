package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the one image in a layout of the Open Container Initiative, or in what `docker save`
/// wrote before it wrote such a layout too.
final class Manifests {
  static final String INDEX = "index.json";
  static final String SAVED = "manifest.json";

  /// As large as registries take them.
  private static final int LARGEST_DOCUMENT = 4 << 20;

  /// An index may list indexes, which list images.
  private static final int DEEPEST_INDEX = 4;

  private static final Pattern NAMED_BLOB =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{64})(?:[.]json)?");
  private static final Pattern LAYER_TYPE =
      Pattern.compile(".*[.](?:layer|diff)[.].*?tar(?:[.+](?:gzip|zstd))?");

  private final Blobs blobs;
  private final Platform host;

  Manifests(Blobs blobs, Platform host) {
    this.blobs = blobs;
    this.host = host;
  }

  static boolean areIn(Blobs blobs) {
    return blobs.has(SAVED) || (blobs.has(INDEX) && blobs.has("oci-layout"));
  }

  Description read() throws IOException {
    return blobs.has(INDEX) ? layout() : saved();
  }

  private Description layout() throws IOException {
    Map<Digest, Json> found = new LinkedHashMap<>();
    var others = new TreeSet<String>();
    collect(Json.parse(INDEX, document(INDEX)), found, others, 1);
    if (found.size() != 1) {
      throw new BadImageException(
          found.isEmpty()
              ? "has no image for " + host + ", only for " + others
              : "holds "
                  + found.size()
                  + " images for "
                  + host
                  + ", expected one: "
                  + found.keySet());
    }
    Json manifest = found.values().iterator().next();
    Digest config = manifest.at("config").at("digest").digest();
    List<Layer> layers = new ArrayList<>();
    for (Json layer : manifest.at("layers").items()) {
      layers.add(layer(layer));
    }
    return Description.of("config " + config, verified(manifest.at("config")), layers, host);
  }

  private static Layer layer(Json descriptor) throws BadImageException {
    String type = descriptor.at("mediaType").text();
    if (!LAYER_TYPE.matcher(type).matches()) {
      throw new BadImageException(
          descriptor.where()
              + ": is of type "
              + type
              + ", expected a tar, plain or with gzip or zstd");
    }
    Digest digest = descriptor.at("digest").digest();
    return new Layer(digest.blobPath(), digest, descriptor.at("size").number(), null);
  }

  /// The manifests for this host in an index and those inside it.
  private void collect(Json index, Map<Digest, Json> found, Set<String> others, int depth)
      throws IOException {
    for (Json descriptor : index.at("manifests").items()) {
      String platform = platform(descriptor);
      if (platform != null && !platform.equals(host.toString())) {
        others.add(platform);
        continue;
      }
      Digest digest = descriptor.at("digest").digest();
      Json document = Json.parse("manifest " + digest, verified(descriptor));
      if (!document.at("manifests").isPresent()) {
        found.put(digest, document);
      } else if (depth < DEEPEST_INDEX) {
        collect(document, found, others, depth + 1);
      } else {
        throw new BadImageException(document.where() + ": is the index of an index too many");
      }
    }
  }

  private static @Nullable String platform(Json descriptor) throws BadImageException {
    Json platform = descriptor.at("platform");
    return platform.isPresent()
        ? platform.at("os").text() + "/" + platform.at("architecture").text()
        : null;
  }

  private Description saved() throws IOException {
    List<Json> images = Json.parse(SAVED, document(SAVED)).items();
    if (images.size() != 1) {
      throw new BadImageException(SAVED + ": expected one image, found " + images.size());
    }
    Json image = images.getFirst();
    String config = image.at("Config").text();
    byte[] bytes = document(config);
    Matcher named = NAMED_BLOB.matcher(config);
    if (named.matches()) {
      new Digest("sha256", named.group(1)).require("config " + config, Digest.sha256(bytes));
    }
    List<Layer> layers = new ArrayList<>();
    for (String blob : image.at("Layers").texts()) {
      layers.add(new Layer(blob, null, null, null));
    }
    return Description.of("config " + config, bytes, layers, host);
  }

  /// The bytes that a descriptor points to, checked.
  private byte[] verified(Json descriptor) throws IOException {
    Digest digest = descriptor.at("digest").digest();
    byte[] bytes = document(digest.blobPath());
    long size = descriptor.at("size").number();
    if (size != bytes.length) {
      throw new BadImageException(
          "blob " + digest + ": expected " + size + " bytes, found " + bytes.length);
    }
    var digester = Digest.start(digest.algorithm());
    digest.require("blob", Digest.finish(digest.algorithm(), digester.digest(bytes)));
    return bytes;
  }

  private byte[] document(String name) throws IOException {
    try (var in = blobs.open(name)) {
      byte[] bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
      if (bytes.length > LARGEST_DOCUMENT) {
        throw new BadImageException(name + ": is larger than " + LARGEST_DOCUMENT + " bytes");
      }
      return bytes;
    }
  }
}
