import bz2, gzip, io, os, tarfile, zipfile

os.makedirs("inbox")


def tar(path, mode, members):
    with tarfile.open(path, mode) as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            data = text.encode()
            info.size, info.mtime = len(data), 1767225600
            archive.addfile(info, io.BytesIO(data))


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)


rows = "".join(f"{day:02d};{(day * 37) % 19}\n" for day in range(1, 29))
tar("inbox/north.tar.gz", "w:gz", {"north/readings.csv": rows, "north/notes.txt": "sensor changed on day 9\n"})
zipped("inbox/south.zip", {"readings.csv": rows.replace(";", ","), "raw/day 01.txt": "ok\n"})
tar("inbox/east.tar.gz", "w", {"readings.csv": rows[:80]})
tar("inbox/coast.tar.gz", "w:gz", {"readings.csv": rows, "../../published/index.txt": "overwritten\n"})
tar("inbox/lakes.tar.bz2", "w:bz2", {"deep/er/readings.csv": rows[:40]})
zipped("inbox/hills.zip", {"readings.csv": rows})
data = open("inbox/hills.zip", "rb").read()
open("inbox/hills.zip", "wb").write(data[: len(data) // 2])
with open("inbox/ridge.csv.gz", "wb") as file:
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as stream:
        stream.write(rows.encode())
zipped("inbox/island.zip", {"/etc/station.conf": "name=island\n", "readings.csv": rows})
whole = io.BytesIO()
with gzip.GzipFile("", "wb", fileobj=whole, mtime=0) as stream:
    stream.write(rows.encode() * 9)
open("inbox/moor.csv.gz", "wb").write(whole.getvalue()[:-9])
os.makedirs("published")
open("published/index.txt", "w").write("stations: none yet\n")
