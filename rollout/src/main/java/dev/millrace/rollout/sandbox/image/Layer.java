package dev.millrace.rollout.sandbox.image;

import org.jspecify.annotations.Nullable;

/// One layer of an image, to be read from its [Blobs].
///
/// @param blob its name there
/// @param digest of its bytes as they are there, null where the image does not say
/// @param sizeBytes likewise
/// @param content the digest of its archive once decompressed, null where the image does not say
record Layer(
    String blob, @Nullable Digest digest, @Nullable Long sizeBytes, @Nullable Digest content) {}
