#!/bin/bash
set -eu
tool() { # package version command...
  mkdir -p "pkgs/$1/$2/bin"
  for command in "${@:3}"; do
    printf '#!/bin/bash\necho "%s %s"\n' "$command" "$2" > "pkgs/$1/$2/bin/$command"
    chmod 755 "pkgs/$1/$2/bin/$command"
  done
}
tool mapper 1.9.2 mapper map-tiles
tool mapper 1.10.0 mapper map-tiles map-legend
tool mapper 1.11.0-rc1 mapper map-tiles map-legend
tool grapher 0.8 grapher
tool grapher 0.12 grapher
tool surveyor 2.0 surveyor survey-import
tool surveyor 3.0 surveyor survey-import
tool plotter 4.1 plotter
printf 'notes\n' > pkgs/mapper/1.10.0/bin/NOTES
printf '# package version\nsurveyor 2.0\n' > pins.txt
mkdir bin
printf '#!/bin/bash\necho local\n' > bin/local-check
chmod 755 bin/local-check
ln -s /opt/tools/pkgs/mapper/1.9.2/bin/mapper bin/mapper
ln -s ../pkgs/mapper/1.9.2/bin/map-tiles bin/map-tiles
ln -s ../pkgs/drawer/1.0/bin/drawer bin/drawer
ln -s ../pkgs/surveyor/3.0/bin/surveyor bin/surveyor
ln -s ../../elsewhere/bin/helper bin/helper
ln -s 0.8 pkgs/grapher/current
mkdir -p /opt/elsewhere/bin
printf '#!/bin/bash\necho helper\n' > /opt/elsewhere/bin/helper
chmod 755 /opt/elsewhere/bin/helper
