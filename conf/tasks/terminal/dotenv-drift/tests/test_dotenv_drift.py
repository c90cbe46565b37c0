import os
import unittest

ROOT = "/srv/stack/"
EXAMPLES = {
    "api": '# the api\nPORT=8080\nLOG_LEVEL=info\n# seconds\nTIMEOUT=30\nCACHE_URL=redis://cache:6379/0\n',
    'mailer': 'PORT=2525\nFROM="Desk <desk@example.org>"\nRETRIES=3\nQUEUE=default\n',
    'worker': "QUEUE=default\nCONCURRENCY=4\nGREETING='hello # world'\n",
    'web': 'PORT=3000\nTITLE="The shop"\n',
}


def read(path):
    with open(ROOT + path, encoding="utf-8", newline="") as file:
        return file.read()


class Drift(unittest.TestCase):
    def check(self, service, *lines):
        self.assertEqual(list(lines), read(f"services/{service}/.env").rstrip("\n").split("\n"))

    def test_api(self):
        self.check("api", "# production", "PORT=8081", "TIMEOUT=45", "LOG_LEVEL=warning", "CACHE_URL=redis://cache:6379/0")

    def test_mailer(self):
        self.check(
            "mailer",
            'export PORT=2600',
            'FROM="Front desk <desk@example.org>"  # shown to guests',
            '',
            '# was 3 in spring',
            'RETRIES=5',
            'QUEUE=default',
        )

    def test_new_file(self):
        self.check("web", "PORT=3000", 'TITLE="The shop"')

    def test_report(self):
        self.assertEqual(
            [
                "api CACHE_URL missing",
                "api LOG_LEVEL duplicate",
                "mailer DEBUG_DUMP unknown",
                "mailer QUEUE missing",
                "web PORT missing",
                "web TITLE missing",
            ],
            read("drift.txt").splitlines(),
        )

    def test_right_files_and_examples_are_unchanged(self):
        self.assertEqual("QUEUE=default\nCONCURRENCY=8\nGREETING='good morning # all'\n", read("services/worker/.env"))
        for service, text in EXAMPLES.items():
            self.assertEqual(text, read(f"services/{service}/.env.example"))
        self.assertEqual(["drift.txt", "services"], sorted(os.listdir(ROOT)))


if __name__ == "__main__":
    unittest.main()
