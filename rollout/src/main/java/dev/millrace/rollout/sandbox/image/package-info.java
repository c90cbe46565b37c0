/// Images without Docker: unpacked once, layer by layer, into a directory that is a sandbox's
/// read-only base.
@NullMarked
package dev.millrace.rollout.sandbox.image;

import org.jspecify.annotations.NullMarked;
