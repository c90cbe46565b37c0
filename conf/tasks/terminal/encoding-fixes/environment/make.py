import os

os.makedirs("texts/menu")


def put(path, data):
    with open("texts/" + path, "wb") as file:
        file.write(data)


put("menu/soups.txt", "Zucchini–Süppchen\nKürbiscreme mit Öl, 6,50 €\n".encode("cp1252"))
put("menu/desserts.txt", "Crème brûlée\r\nÉclair au café\r\n".encode("utf-8"))
put("menu/drinks.txt", "\ufeffTè verde\nCafé solo\n".encode("utf-8"))
put("allergens.csv", "dish;note\r\nJalapeño dip;contains piña\r\n".encode("utf-16"))
put("opening.txt", "Montag Ruhetag\nSonntag bis 22 Uhr, Tür hinten\n".encode("utf-8").decode("latin-1").encode("utf-8"))
put("staff.txt", "Küche: 3\nService: 5\n".encode("utf-8"))
put("history.txt", "founded 1987\rrenovated 2011\r".encode("ascii"))
put("mixed.txt", "plain\r\nlines\nand more\r\n".encode("ascii"))
put("no-newline.txt", "Straße 12".encode("utf-8"))
put("logo.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\xff\xd8")
