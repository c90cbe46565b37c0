package dev.millrace.rewards;

import com.google.re2j.Pattern;
import dev.millrace.rollout.sandbox.DeltaEntry;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Files that steer test runners, interpreters and shells without being asked for: whoever writes
/// one decides what a test run says. They are found by name, wherever they lie.
final class ConfigFiles {
  private static final Set<String> NAMES =
      Set.of(
          // pytest
          "pytest.ini",
          ".pytest.ini",
          "pytest.toml",
          ".pytest.toml",
          ".coveragerc",
          // Python's own start
          "pyvenv.cfg",
          "pip.conf",
          "uv.toml",
          // JavaScript
          ".npmrc",
          ".yarnrc",
          ".yarnrc.yml",
          // Ruby
          ".rspec",
          "spec_helper.rb",
          "rails_helper.rb",
          "test_helper.rb",
          // C, C++, PHP, R
          "CTestCustom.cmake",
          "phpunit.xml",
          "phpunit.xml.dist",
          ".Rprofile",
          // shells and what fetches
          ".bashrc",
          ".bash_profile",
          ".bash_login",
          ".bash_logout",
          ".profile",
          ".zshrc",
          ".zshenv",
          ".zprofile",
          ".zlogin",
          ".zlogout",
          ".curlrc",
          ".wgetrc");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?:jest|vitest|karma|ava|playwright|cypress|jasmine|nyc|c8)\\.(?:config|conf)\\.\\w+"
              + "|(?:jest|vitest|mocha)\\.setup\\.\\w+"
              + "|\\.(?:mocharc|nycrc|c8rc)(?:\\.\\w+)?"
              + "|conftest\\.(?:py|.*so)|(?:site|user)customize(?:\\.(?:py|.*so))?|.*\\.pyc"
              + "|python\\d*\\._pth");

  private static final Pattern PATHS =
      Pattern.compile(
          "(?:^|/)(?:__pycache__|sitecustomize|usercustomize)(?:/|$)"
              + "|(?:^|/)\\.cargo/config(?:\\.toml)?$"
              + "|(?:^|/)\\.config/(?:nextest\\.toml|go/env|pip/.*|uv/.*)$"
              + "|(?:^|/)\\.mvn/.*"
              + "|(?:^|/)\\.m2/settings\\.xml$"
              + "|(?:^|/)\\.gradle/init(?:\\.gradle(?:\\.kts)?$|\\.d/.*)"
              + "|^etc/(?:profile|bash\\.bashrc|environment|inputrc|gitconfig)$"
              + "|^etc/profile\\.d/.*");

  // What ends a line is what ends one for Python, which also looks past a mark of the byte order.
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?:^|[\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x{85}\\x{2028}\\x{2029}\\x{feff}\\x{fffd}])"
              + "import[ \\t]");

  private static final Pattern PYTEST_PLUGIN = Pattern.compile("pytest11");

  private ConfigFiles() {}

  /// Whether an entry of a delta makes, changes or deletes such a file.
  static boolean isOne(DeltaEntry entry) {
    String path = entry.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return NAMES.contains(name)
        || NAMED.matches(name)
        || PATHS.matcher(path).find()
        || isStartOfPython(entry, name);
  }

  /// A `.pth` file whose lines name directories only adds them; one that imports runs code. Entry
  /// points are plugins.
  private static boolean isStartOfPython(DeltaEntry entry, String name) {
    return (name.endsWith(".pth") && !lacks(entry, IMPORT))
        || (name.equals("entry_points.txt") && !lacks(entry, PYTEST_PLUGIN));
  }

  private static boolean lacks(DeltaEntry entry, Pattern pattern) {
    return entry instanceof DeltaEntry.File(_, _, byte[] content)
        && !pattern.matcher(new String(content, StandardCharsets.UTF_8)).find();
  }
}
