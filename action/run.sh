#!/usr/bin/env bash
# The body of the GitHub Action. Inputs arrive as environment variables and never become part of a command's text.
# Python runs isolated (-I): the work tree belongs to the pull request, and nothing of it may be imported.
set -euo pipefail

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

finish_undecided() {
  output conclusion error
  output sarif-file ""
  output findings 0
  output known 0
  output waived 0
  if [[ ${THREATGATE_SUMMARY} == true && -n ${GITHUB_STEP_SUMMARY:-} ]]; then
    printf '### threatgate could not decide\n\n%s\n' "$1" >>"$GITHUB_STEP_SUMMARY"
  fi
  printf '::error title=threatgate::%s\n' "$1"
  exit 3
}

scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/threatgate.XXXXXX")
python=python3
"$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  finish_undecided "Python 3.11 or later is needed: add a step with actions/setup-python before this one."

# The action's own checkout is what runs: pinning the action by commit pins the code, the lock pins the rest by hash.
venv=$scratch/venv
{
  "$python" -I -m venv "$venv"
  "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    --require-hashes --requirement "$GITHUB_ACTION_PATH/requirements.lock"
  printf '%s\n' "$GITHUB_ACTION_PATH" >"$("$venv/bin/python" -I -c 'import site; print(site.getsitepackages()[0])')/threatgate.pth"
} || finish_undecided "The installation failed; the log above says why."

arguments=()
[[ $THREATGATE_BASE == none || -z $THREATGATE_BASE ]] || arguments+=("--base=$THREATGATE_BASE")
[[ -z $THREATGATE_FAIL_ON ]] || arguments+=("--fail-on=$THREATGATE_FAIL_ON")
read -r -a paths <<<"${THREATGATE_PATHS//$'\n'/ }"

code=0
"$venv/bin/python" -I -c 'from checker.cli import main; main()' check "${arguments[@]}" \
  --format human \
  --format "sarif-github=$scratch/log.sarif" \
  --format "json=$scratch/report.json" \
  --format "github=$scratch/annotations" \
  --format "markdown=$scratch/summary.md" \
  -- "${paths[@]}" || code=$?

if [[ $code -ge 2 ]]; then
  [[ ! -s $scratch/summary.md || -z ${GITHUB_STEP_SUMMARY:-} || $THREATGATE_SUMMARY != true ]] ||
    cat "$scratch/summary.md" >>"$GITHUB_STEP_SUMMARY"
  finish_undecided "The gate could not decide; this is not a pass. The log says why and what to do."
fi

[[ $THREATGATE_ANNOTATIONS != true ]] || cat "$scratch/annotations"
[[ $THREATGATE_SUMMARY != true || -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$scratch/summary.md" >>"$GITHUB_STEP_SUMMARY"
cp "$scratch/log.sarif" "$THREATGATE_SARIF"
output sarif-file "$THREATGATE_SARIF"
"$venv/bin/python" -I - "$scratch/report.json" >>"$GITHUB_OUTPUT" <<'PY'
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    counts = json.load(file)["counts"]
for name, count in (("findings", "failing"), ("known", "known"), ("waived", "waived")):
    print(f"{name}={int(counts[count])}")
PY
if [[ $code -eq 0 ]]; then output conclusion pass; else output conclusion fail; fi
exit "$code"
