import sys
import unittest


class Shelf(unittest.TestCase):
    def test_holds(self):
        self.assertEqual(4, 2 + 2)

    def test_bends(self):
        """A loaded board bends ... a little."""
        self.assertEqual("bent", "straight")

    def test_described(self):
        """The board is described."""
        self.assertTrue(True)

    def test_breaks(self):
        raise KeyError("no such board")

    @unittest.skip("no cellar here ... yet")
    def test_cellar(self):
        self.fail()

    @unittest.expectedFailure
    def test_glue(self):
        self.assertTrue(False)

    @unittest.expectedFailure
    def test_magnet(self):
        self.assertTrue(True)

    def test_boards(self):
        for board in range(4):
            with self.subTest("a board", board=board):
                self.assertNotEqual(board % 2, 1)

    def test_prints(self):
        print("test_bends (test_shelf.Shelf.test_bends) ... ok")
        sys.stderr.write("a word to stderr\n")

    def test_prints_on_its_line(self):
        sys.stderr.write("half a line")


class Unprepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no wood")

    def test_never_runs(self):
        pass


class Untidy(unittest.TestCase):
    def tearDown(self):
        raise RuntimeError("dust")

    def test_is_clean(self):
        self.assertTrue(True)


if __name__ == "__main__":
    unittest.main()
