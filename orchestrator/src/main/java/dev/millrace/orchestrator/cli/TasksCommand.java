package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace tasks`: what there is to know of tasks on disk.
@Command(
    name = "tasks",
    mixinStandardHelpOptions = true,
    description = "Lists and checks tasks.",
    subcommands = {TasksLintCommand.class, TasksListCommand.class})
final class TasksCommand {}
