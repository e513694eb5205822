"""The Python blocks of the documentation run, one namespace for each page."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Followed to the letter, files and commands, by test_from_pickle.py.
WALKED = ROOT / "docs" / "from-pickle-to-invocations.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page) and page != WALKED], ids=lambda page: page.name
)
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CDK_OUTDIR", str(tmp_path / "cdk.out"))
    namespace: dict[str, object] = {"__name__": "__main__"}
    text = page.read_text(encoding="utf-8")
    for source in blocks(page):
        line = text[: text.index(source)].count("\n")
        code = compile("\n" * line + source, str(page), "exec")
        exec(code, namespace)


def test_the_error_in_the_readme_is_the_one_that_is_raised(capsys: pytest.CaptureFixture[str]):
    import sagemaker_hosting as hosting

    with pytest.raises(hosting.InvalidProps) as error:
        hosting.Rollout.canary(size=hosting.Capacity.percent(60))
    shown = re.search(r"^```text\n(.*?)^```$", PAGES[0].read_text(), re.MULTILINE | re.DOTALL)
    assert shown is not None
    first, fix, _ = str(error.value).splitlines()
    assert shown[1].splitlines()[:2] == [first, fix]


def test_the_coverage_page_is_in_step():
    from sagemaker_hosting.localaws import coverage

    written = (ROOT / "docs/local-aws-coverage.md").read_text(encoding="utf-8")
    assert written == coverage.page(), "run: make docs"


def test_the_pages_of_the_rules_are_in_step():
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "docs/rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    there = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/rules").iterdir()
    }
    assert there == module.rule_pages(), "run: make docs"


def test_the_example_of_a_test_passes(local_aws: object):
    namespace: dict[str, object] = {}
    for source in blocks(ROOT / "docs/local-aws.md"):
        exec(source, namespace)
    test = namespace["test_what_the_deployment_creates"]
    assert callable(test)
    test(local_aws)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == [], os.fspath(page)
