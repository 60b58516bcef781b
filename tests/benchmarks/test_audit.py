"""The audit of dependencies: what could not be asked about is not taken for well."""

from benchmarks.audit import told

WELL = {"name": "click", "version": "8.5.1", "vulns": []}
ILL = {
    "name": "lxml", "version": "4.6.2",
    "vulns": [{"id": "PYSEC-2021-19", "fix_versions": ["4.6.3"], "aliases": [], "description": ""}],
}  # fmt: skip
SKIPPED = {"name": "torch", "skip_reason": "torch could not be audited"}


def test_what_is_known_is_told_and_decides_the_exit_code() -> None:
    assert told([WELL]) == (["1 of 1 packages were audited"], 0)
    lines, code = told([WELL, ILL, SKIPPED])
    assert code == 1
    assert lines[0] == "lxml 4.6.2: PYSEC-2021-19, mended in 4.6.3"


def test_packages_that_could_not_be_asked_about_are_no_good_news() -> None:
    lines, code = told([WELL, SKIPPED])
    assert code == 2
    assert lines == ["1 of 2 packages were audited", "torch could not be audited"]
