/// What sandboxes were asked to do, as logs whose entries are chained by their hashes.
@NullMarked
package dev.millrace.rollout.sandbox.audit;

import org.jspecify.annotations.NullMarked;
