#!/bin/bash
# Makes the repository, one commit a day.
set -eu
day=1
commit() {
  export GIT_AUTHOR_DATE="2026-02-$(printf %02d $day)T10:00:00Z"
  export GIT_COMMITTER_DATE="$GIT_AUTHOR_DATE"
  git add -A
  git commit -q "${@:2}" -m "$1"
  day=$((day + 1))
}
git init -q -b main .

mkdir -p config docs src
printf 'HOST=relay.example.com\nPORT=587\nPASSWORD=copper-lantern-2207\n' > config/relay.env
printf '#!/bin/bash\nsource config/relay.env\necho "send by $HOST:$PORT"\n' > src/send.sh
commit "Add the sender"
printf '# Setup\n\nThe relay is relay.example.com, port 587, password copper-lantern-2207.\n' > docs/setup.md
commit "Describe the setup"
printf 'one address per line\n' > docs/lists.md
sed -i 's/587/465/' config/relay.env
commit "Describe the lists and use port 465"
git tag -a v1.0 -m "First release"
git checkout -q -b digest
printf '#!/bin/bash\necho digest\n' > src/digest.sh
sed -i 's/587/465/' docs/setup.md
commit "Add a daily digest"
git checkout -q main
git rm -q --cached config/relay.env
rm config/relay.env
printf '# Setup\n\nThe relay is set in config/relay.env: HOST, PORT, PASSWORD.\n' > docs/setup.md
printf 'HOST=\nPORT=\nPASSWORD=\n' > config/relay.env.example
commit "Take the relay settings out of the repository"
printf '\nLines with # are skipped.\n' >> docs/lists.md
commit "Allow comments in lists"
