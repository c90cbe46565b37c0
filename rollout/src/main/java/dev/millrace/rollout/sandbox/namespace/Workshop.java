package dev.millrace.rollout.sandbox.namespace;

import java.util.Optional;
import java.util.Set;

/// What all sandboxes of a provider are made with.
///
/// @param open the trees that are mounted
/// @param outlets open ways into the network
/// @param watchdog where the kernel does not hold a sandbox to its limits
record Workshop(
    Holders holders,
    Outlets outlets,
    Launching launching,
    Optional<Watchdog> watchdog,
    Set<Tree> open) {}
