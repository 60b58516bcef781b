"""Are there known vulnerabilities in what the program stands on?

    make audit      (or: python -m benchmarks.audit)

Comes in: the versions of `constraints.txt`. Goes out: what pip-audit knows of them. The exit code
is 1 when there is a vulnerability, 2 when a package could not be asked about, which is not to say
that all is well with it. It runs in an environment of its own under `build/`, so that nothing of it
becomes part of the program.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

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
        print("pip-audit cannot be installed; is there a network?", file=sys.stderr)
        return UNASKED
    pinned = ["--requirement", str(ROOT / "constraints.txt"), "--no-deps", "--disable-pip"]
    asked = subprocess.run(
        [str(python), "-m", "pip_audit", *pinned, "--format", "json", "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (ValueError, LookupError):
        print(f"{asked.stderr.strip()}\nis there a network?", file=sys.stderr)
        return UNASKED
    lines, code = told(packages)
    print("\n".join(lines))
    return code


def told(packages: list[dict[str, Any]]) -> tuple[list[str], int]:
    """Say what is known of packages, as pip-audit lists them, and with which exit code."""
    lines = [
        f"{package['name']} {package['version']}: {found['id']},"
        f" mended in {', '.join(found['fix_versions']) or 'no version'}"
        for package in packages
        for found in package.get("vulns", [])
    ]
    unasked = [package["skip_reason"] for package in packages if "skip_reason" in package]
    code = VULNERABLE if lines else UNASKED if unasked else 0
    lines.append(f"{len(packages) - len(unasked)} of {len(packages)} packages were audited")
    return [*lines, *unasked[:1]], code


if __name__ == "__main__":
    sys.exit(main())
