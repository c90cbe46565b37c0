cat > names.txt <<END
Ines
Bo
Ada
END
