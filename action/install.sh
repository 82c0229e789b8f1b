#!/usr/bin/env bash
# First step of the GitHub Action: a Python environment with the locked dependencies; output `python` is its interpreter.
#
# The action's own checkout is what runs: pinning the action by commit pins the code, the lock pins the rest by hash.
# The work tree belongs to a pull request, and nothing of it may be run or read here: Python is isolated (-I), so that it
# looks for modules neither in the current folder nor in PYTHONPATH, and the current folder is one of our own, because
# version managers in front of Python obey files that they find in it.
# Works with bash 3.2, which macOS has.
set -euo pipefail

# A command counts only at the start of a line, and pip may have left one open.
undecided() {
  printf '\n::error title=threatgate could not decide::%s\n' "$1"
  [[ -z ${GITHUB_STEP_SUMMARY:-} ]] || printf '# ⚠️ Could not decide\n\n%s\n' "$1" >>"$GITHUB_STEP_SUMMARY"
  exit 3
}

folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/threatgate.XXXXXX")
cd "$folder"

found=
for python in python3 python python3.14 python3.13 python3.12 python3.11; do
  if "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    found=$python
    break
  fi
done
[[ -n $found ]] || undecided "Python 3.11 or later is needed: add a step with actions/setup-python before this one."

"$found" -I -m venv "$folder/venv" ||
  undecided "This Python cannot make virtual environments: add a step with actions/setup-python before this one."
python=$folder/venv/bin/python
"$python" -I -m pip install --quiet --disable-pip-version-check --no-input --no-compile --only-binary :all: \
  --require-hashes --requirement "$GITHUB_ACTION_PATH/requirements.lock" ||
  undecided "The locked dependencies could not be installed; the log of this step says why."
site=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$GITHUB_ACTION_PATH" >"$site/threatgate.pth"

printf 'python=%s\n' "$python" >>"$GITHUB_OUTPUT"
