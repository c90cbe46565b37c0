grep -c . sorted.txt > count.txt
