package dev.millrace.rewards.integrity.dependency;

import java.util.Locale;

/// Where packages come from.
enum Registry {
  PYPI,
  NPM,
  CRATES,
  MAVEN;

  /// The file of its index.
  String file() {
    return name().toLowerCase(Locale.ROOT) + ".txt";
  }

  /// The form in which the registry takes two names for one.
  String normalised(String name) {
    return switch (this) {
      case PYPI -> name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
      case CRATES -> name.replace('_', '-');
      case NPM, MAVEN -> name;
    };
  }
}
