#!/bin/bash
set -eu
mkdir -p bin/lib hooks/deploy secrets/keys config public/img spool /opt/vendor
printf '#!/bin/bash\necho start\n' > bin/start
printf '#!/usr/bin/env python3\nprint("report")\n' > "bin/weekly report"
printf 'helper() { :; }\n' > bin/lib/functions.sh
printf '#!/bin/sh\nexit 0\n' > bin/lib/probe
printf '#!/bin/bash\necho after\n' > hooks/deploy/after
printf 'order: after\n' > hooks/deploy/order.yaml
printf 'api token of the test desk\n' > secrets/token
printf 'key material\n' > secrets/keys/signing.key
printf '#!/bin/bash\necho not to be run\n' > secrets/rotate.sh
printf 'port = 8080\n' > config/portal.conf
printf '#! this is a comment, not a script\n' > config/notes.conf
printf '<h1>Portal</h1>\n' > public/index.html
printf 'img' > public/img/logo.svg
printf 'job 1\n' > spool/job-1
printf '#!/bin/sh\necho vendor\n' > /opt/vendor/tool
chmod 750 /opt/vendor/tool
ln -s /opt/vendor/tool bin/tool
ln -s ../secrets/token config/token
chmod 644 bin/start bin/lib/probe "bin/weekly report" hooks/deploy/after
chmod 777 bin/lib/functions.sh public/index.html config/portal.conf
chmod 4755 bin/start
chmod 666 secrets/token
chmod 644 secrets/keys/signing.key
chmod 755 secrets secrets/keys secrets/rotate.sh
chmod 775 config public
chmod 777 public/img spool
chmod 640 config/notes.conf
chmod 664 hooks/deploy/order.yaml
chmod 600 spool/job-1
chmod 711 hooks
