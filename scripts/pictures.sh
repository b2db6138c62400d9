#!/usr/bin/env bash
# Takes the pictures of the README from the report of cases/mnf-ukraine. Needs chromium and a release build.
set -euo pipefail
cd "$(dirname "$0")/.."

browser=$(command -v chromium || command -v chromium-browser) || { echo "entente: chromium is missing" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${ENTENTE:-target/release/entente}" plan cases/mnf-ukraine --out "$work/run" >/dev/null 2>&1

# picture NAME HEIGHT CSS: the report with a rule added that hides all but what is shown.
picture() {
    sed "s|</head>|<style>$3</style></head>|" "$work/run/report.html" >"$work/page.html"
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
        --window-size="1280,$2" --screenshot="$work/picture.png" "file://$work/page.html" >/dev/null 2>&1
    mv "$work/picture.png" "docs/pictures/$1.png"
    echo "docs/pictures/$1.png"
}

mkdir -p docs/pictures
picture report 1230 ""
picture gap-map 1000 "body > header, main > header, nav, section:not(#gap-map) { display: none }"
picture rotations 1000 "body > header, main > header, nav, section:not(#rotations) { display: none }"
