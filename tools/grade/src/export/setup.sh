#!/usr/bin/env bash
# Gradescope runs this once, when it makes the image: the compiler, the grader, and the graded tests.
set -euo pipefail

apt-get update
apt-get install -y --no-install-recommends bubblewrap build-essential ca-certificates curl git python3
rm -rf /var/lib/apt/lists/*

export RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo
curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --no-modify-path --profile minimal
export PATH="$CARGO_HOME/bin:$PATH"

cd /autograder/source/workbook
cargo build --release --manifest-path tools/grade/Cargo.toml --target-dir target/enchufe/build/grade

# The exercises as they come are graded once, so that the graded tests are built and everything is seen to work here.
class=$(mktemp -d)
mkdir "$class/as-they-come"
cp -R exercises "$class/as-they-come/"
target/enchufe/build/grade/release/grade "$class" --out "$class.report" --require-tier 2
rm -rf "$class" "$class.report"
