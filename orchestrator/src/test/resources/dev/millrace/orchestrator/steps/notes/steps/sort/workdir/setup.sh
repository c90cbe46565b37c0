set -e
test -f names.txt
echo Finn >> late.txt
rm setup.sh
