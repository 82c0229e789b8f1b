#!/usr/bin/env bash
# Second step of the GitHub Action: one run of the gate, and what it said to GitHub.
#
# Inputs arrive as environment variables; each is one argument behind its option's `=`, or a path after `--`.
# Python is isolated (-I): the current folder is the work tree of a pull request, and nothing of it may be imported.
# Works with bash 3.2, which macOS has: there an empty array counts as unset.
set -euo pipefail

folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/threatgate.XXXXXX")
python=("$THREATGATE_PYTHON" -I -X utf8)

# An empty base is "auto", not "none": without a base the pull request's own config would judge it.
options=()
[[ $THREATGATE_BASE == none ]] || options+=("--base=${THREATGATE_BASE:-auto}")
[[ -z $THREATGATE_FAIL_ON ]] || options+=("--fail-on=$THREATGATE_FAIL_ON")
paths=()
while read -r path; do
  [[ -z $path ]] || paths+=("$path")
done <<<"$THREATGATE_PATHS"

# Standard output and error go to files and from there to the log: in one stream the gate's fences around text from
# models stay in order.
code=0
"${python[@]}" -c 'from checker.cli import main; main()' check ${options[@]+"${options[@]}"} \
  --format human \
  --format "sarif-github=$folder/threatgate.sarif" \
  --format "json=$folder/report.json" \
  --format "github=$folder/annotations" \
  --format "markdown=$folder/summary.md" \
  -- ${paths[@]+"${paths[@]}"} >"$folder/out" 2>"$folder/err" || code=$?
cat "$folder/out" "$folder/err"

exec "${python[@]}" "$GITHUB_ACTION_PATH/action/publish.py" "$folder" "$code"
