package dev.millrace.rollout.harness.external;

import java.util.List;
import java.util.Map;

/// The agents that are known here, each as it was tried in the version named.
final class ReadyMade {
  static final List<String> NAMES = List.of("codex", "mini-swe-agent", "opencode");

  static final Map<String, String> COMMON =
      Map.of(
          "OPENAI_BASE_URL", "{base_url}/v1",
          "OPENAI_API_KEY", "{key}",
          "ANTHROPIC_BASE_URL", "{base_url}",
          "ANTHROPIC_API_KEY", "{key}");

  private static final String OPENCODE_CONFIG =
      """
      {
        "$schema": "https://opencode.ai/config.json",
        "autoupdate": false,
        "share": "disabled",
        "snapshot": false,
        "model": "millrace/{model}",
        "small_model": "millrace/{model}",
        "enabled_providers": ["millrace"],
        "permission": "allow",
        "provider": {
          "millrace": {
            "npm": "@ai-sdk/openai-compatible",
            "name": "Millrace",
            "options": {"baseURL": "{base_url}/v1", "apiKey": "{key}", "timeout": 1800000},
            "models": {
              "{model}": {
                "name": "{model}",
                "tool_call": true,
                "limit": {"context": 131072, "output": 16384}
              }
            }
          }
        }
      }
      """;

  // Responses is the only protocol left in Codex; the provider may not be called "openai".
  private static final String CODEX_CONFIG =
      """
      model = "{model}"
      model_provider = "millrace"
      check_for_update_on_startup = false
      web_search = "disabled"

      [model_providers.millrace]
      name = "Millrace"
      base_url = "{base_url}/v1"
      env_key = "MILLRACE_KEY"
      wire_api = "responses"
      request_max_retries = 4
      stream_max_retries = 5
      stream_idle_timeout_ms = 300000

      [analytics]
      enabled = false

      [history]
      persistence = "none"
      """;

  private ReadyMade() {}

  /// The names of providers that opencode knows are checked against a catalogue on the network, so
  /// this one has a name of its own.
  static AgentProfile opencode() {
    return new AgentProfile(
        "opencode",
        "1.18.33",
        List.of(
            "{executable}",
            "run",
            "-m",
            "millrace/{model}",
            "--format",
            "json",
            "--dir",
            "{workdir}",
            "--",
            "{instruction}"),
        Map.ofEntries(
            Map.entry("OPENCODE_CONFIG", "{state}/opencode.json"),
            Map.entry("OPENCODE_DISABLE_AUTOUPDATE", "1"),
            Map.entry("OPENCODE_DISABLE_AUTOCOMPACT", "1"),
            Map.entry("OPENCODE_DISABLE_MODELS_FETCH", "1"),
            Map.entry("OPENCODE_DISABLE_LSP_DOWNLOAD", "1"),
            Map.entry("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1"),
            Map.entry("OPENCODE_FAKE_VCS", "git"),
            Map.entry("XDG_CONFIG_HOME", "{state}/config"),
            Map.entry("XDG_DATA_HOME", "{state}/data"),
            Map.entry("XDG_STATE_HOME", "{state}/state"),
            Map.entry("XDG_CACHE_HOME", "{state}/cache"),
            // It unpacks libraries there.
            Map.entry("TMPDIR", "{state}")),
        Map.of("opencode.json", OPENCODE_CONFIG));
  }

  static AgentProfile codex() {
    return new AgentProfile(
        "codex",
        "0.169.0",
        List.of(
            "{executable}",
            "exec",
            "--json",
            "--skip-git-repo-check",
            "--ephemeral",
            "--cd",
            "{workdir}",
            "--dangerously-bypass-approvals-and-sandbox",
            "--model",
            "{model}",
            "--",
            "{instruction}"),
        Map.of("CODEX_HOME", "{state}/codex", "MILLRACE_KEY", "{key}"),
        Map.of("codex/config.toml", CODEX_CONFIG));
  }

  static AgentProfile miniSweAgent() {
    return new AgentProfile(
        "mini-swe-agent",
        "2.4.6",
        List.of(
            "{executable}",
            "-m",
            "openai/{model}",
            "-t",
            "{instruction}",
            "-y",
            "--exit-immediately",
            "-o",
            "{state}/run.json",
            "-l",
            "0",
            "-c",
            "mini",
            "-c",
            "model.model_kwargs.api_base={base_url}/v1",
            "-c",
            "model.cost_tracking=ignore_errors"),
        Map.of(
            "OPENAI_API_KEY", "{key}",
            "MSWEA_CONFIGURED", "true",
            "MSWEA_SILENT_STARTUP", "1",
            "MSWEA_GLOBAL_CONFIG_DIR", "{state}/mini",
            // Prices come with the package; without this it asks the network for newer ones.
            "LITELLM_LOCAL_MODEL_COST_MAP", "True"),
        Map.of());
  }
}
