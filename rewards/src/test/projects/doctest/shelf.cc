#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

TEST_CASE("a shelf") {
  SUBCASE("holds") { CHECK(1 + 1 == 2); }
  SUBCASE("bends") { CHECK("bent" == std::string("straight")); }
  SUBCASE("painted") {
    SUBCASE("dries") { CHECK(true); }
    SUBCASE("shines <bright>") { CHECK(false); }
  }
}

TEST_CASE("a drawer") { CHECK(true); }
