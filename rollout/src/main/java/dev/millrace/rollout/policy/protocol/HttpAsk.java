package dev.millrace.rollout.policy.protocol;

import java.util.Map;

/// A request with a JSON body.
///
/// @param path below the server's address, e.g. `/generate`
/// @param headers besides those of JSON and of permission
public record HttpAsk(String path, Map<String, String> headers, String body) {}
