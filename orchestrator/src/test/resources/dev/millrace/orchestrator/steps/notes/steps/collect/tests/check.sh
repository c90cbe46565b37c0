[ "$(cat names.txt)" = "$(printf 'Ines\nBo\nAda')" ]
