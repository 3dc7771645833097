#!/bin/sh
# Brings the programs that the tests need and that pip cannot bring. Asks apt only when something
# is missing, and only as root; otherwise says in a sentence what to install.
set -eu

lacking=""
want() { lacking="$lacking $1"; }
have() { command -v "$1" >/dev/null 2>&1; }
have_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

have make || want make
have g++ || want g++ # the Bluesky server compiles its SQLite
python3 -c 'import ensurepip, venv' 2>/dev/null || want python3-venv
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb || want postgresql
have redis-server || want redis-server
have ffmpeg || want ffmpeg
have exiftool || want libimage-exiftool-perl
have chromium || have chromium-browser || have google-chrome || want chromium
if have dpkg-query; then
    have_package fonts-noto-cjk || want fonts-noto-cjk
    have_package fonts-noto-color-emoji || want fonts-noto-color-emoji
fi

if [ -z "$lacking" ]; then
    exit 0
fi
if ! have apt-get; then
    echo "Please install first, by the names of this system:$lacking" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Please run first: sudo apt-get install$lacking" >&2
    exit 1
fi

echo "Installing$lacking"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # one word for each package
apt-get install -y -qq --no-install-recommends $lacking
