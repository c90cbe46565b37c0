package dev.millrace.rollout.trajectory;

/// How an engine sampled a turn.
///
/// @param engine its kind and which replica, e.g. `vllm http://10.0.0.3:8000`; no credentials
/// @param temperature above 0, or 0 for greedy
/// @param topP 0 to 1; 1 is off
/// @param topK 0 is off
public record SamplingFacts(
    String engine,
    double temperature,
    double topP,
    int topK,
    LogprobKind logprobs,
    Distribution distribution) {}
