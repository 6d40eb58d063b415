#!/usr/bin/env bash
# Gradescope runs this for each submission, which lies in /autograder/submission, and reads results/results.json.
set -euo pipefail

export RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo
export PATH="$CARGO_HOME/bin:$PATH"
grade=/autograder/source/workbook/target/enchufe/build/grade/release/grade

class=$(mktemp -d)
trap 'rm -rf "$class" "$class.report"' EXIT
cp -R /autograder/submission "$class/submission"

# Late is who handed in late: the files get the time of the submission, not that of today, when it may be graded again.
created=$(python3 -c 'import json; print(json.load(open("/autograder/submission_metadata.json"))["created_at"])')
find "$class/submission" -exec touch --no-dereference --date="$created" {} +

rules=()
if [ -f /autograder/source/grade.toml ]; then
  rules=(--rules /autograder/source/grade.toml)
fi

cd /autograder/source/workbook
"$grade" "$class" --out "$class.report" --require-tier 2 "${rules[@]}"
mkdir -p /autograder/results
"$grade" export gradescope "$class.report" --out /autograder/results/results.json
