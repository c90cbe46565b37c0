package dev.millrace.rollout.gateway;

import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.function.Supplier;

/// An episode whose agent is to be served.
///
/// @param id names its first branch
/// @param policy opens conversations with the policy; one for each call that runs at the same time.
///     It says how long an engine may be silent; a call is given all the time that is left
/// @param format how the policy's model writes conversations
/// @param limits turns, sampled tokens and wall time from the opening of the session
/// @param model what the agent is told
/// @param vigilance what becomes of an agent that repeats itself
/// @param listener hears of turns
public record GatewayEpisode(
    EpisodeId id,
    Supplier<PolicySession> policy,
    ChatFormat format,
    Limits limits,
    ServedModel model,
    Vigilance vigilance,
    GatewayListener listener) {}
