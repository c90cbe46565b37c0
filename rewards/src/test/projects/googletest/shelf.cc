#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

TEST(Shelf, Holds) { EXPECT_EQ(2, 1 + 1); }

TEST(Shelf, Bends) { EXPECT_STREQ("bent", "straight"); }

TEST(Shelf, Cellar) { GTEST_SKIP() << "no cellar here"; }

TEST(Shelf, DISABLED_Attic) { FAIL(); }

TEST(Shelf, Prints) { std::puts("[       OK ] Shelf.Bends (0 ms)"); }

class Title : public testing::TestWithParam<const char*> {};

TEST_P(Title, Fits) { EXPECT_EQ(3u, std::string(GetParam()).size()); }

INSTANTIATE_TEST_SUITE_P(All, Title, testing::Values("one", "two words"));

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
