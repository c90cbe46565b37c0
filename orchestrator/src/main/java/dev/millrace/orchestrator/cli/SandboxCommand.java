package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace sandbox`: what episodes run in, for people.
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "Sandboxes by hand.",
    subcommands = SandboxTryCommand.class)
final class SandboxCommand {}
