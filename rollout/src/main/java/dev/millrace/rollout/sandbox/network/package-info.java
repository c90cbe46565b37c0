/// The only way out of a sandbox that may use some of the network: a proxy that knows where to.
@NullMarked
package dev.millrace.rollout.sandbox.network;

import org.jspecify.annotations.NullMarked;
