import csv
import sys

for row in csv.reader(open(sys.argv[1])):
    print(row)
