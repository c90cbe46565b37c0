sort names.txt late.txt > sorted.txt
