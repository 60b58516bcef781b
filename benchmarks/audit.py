"""Are there known vulnerabilities in what the program stands on?

    make audit      (or: python -m benchmarks.audit)

Comes in: the versions of `constraints.txt`. Goes out: what pip-audit says of them; the exit code is
1 when it knows of a vulnerability, 2 when it could not ask. It runs in an environment of its own
under `build/`, so that nothing of it becomes part of the program.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "build" / "audit"
VERSION = "2.10.1"
VULNERABLE, UNASKED = 1, 2


def main() -> int:
    """Install pip-audit beside the program, and ask it."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    wanted = [str(python), "-m", "pip", "install", "--quiet", f"pip-audit=={VERSION}"]
    if subprocess.run(wanted, check=False).returncode:
        return unasked("pip-audit cannot be installed")
    pinned = ["--requirement", str(ROOT / "constraints.txt"), "--no-deps", "--disable-pip"]
    asked = subprocess.run(
        [str(python), "-m", "pip_audit", *pinned, "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stdout.write(asked.stdout)
    if asked.returncode and not asked.stdout.strip():
        return unasked(asked.stderr.strip().splitlines()[-1] if asked.stderr.strip() else "?")
    return VULNERABLE if asked.returncode else 0


def unasked(reason: str) -> int:
    """Say that nothing is known, which is not that all is well."""
    sys.stderr.write(f"not audited, is there a network? {reason}\n")
    return UNASKED


if __name__ == "__main__":
    sys.exit(main())
