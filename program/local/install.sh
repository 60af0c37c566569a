#!/bin/sh
# Runs install.py with a Python that is new enough, whatever its name here.
install="$(dirname "$0")/install.py"
for python in python3 python3.13 python3.12 python3.14; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
        exec "$python" "$install" "$@"
    fi
done
if command -v uv >/dev/null; then
    exec uv run --quiet --no-project --python 3.13 "$install" "$@"
fi
echo "First Million needs Python 3.12 or newer: install python3 of your system (3.12+), or uv, which brings its own." >&2
exit 1
