[ "$(cat count.txt)" = 6 ]
