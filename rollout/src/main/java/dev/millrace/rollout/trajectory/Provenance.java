package dev.millrace.rollout.trajectory;

import java.util.Map;

/// Where a trajectory comes from.
///
/// @param source what kind of policy wrote it, e.g. `reference`, `replay`, `vllm`
/// @param harness which harness ran it
/// @param sandbox which provider ran its commands, with the protections it gave
/// @param facts anything else worth keeping; names in lower_snake_case
public record Provenance(String source, String harness, String sandbox, Map<String, String> facts) {
  public Provenance {
    facts = Map.copyOf(facts);
  }
}
