"""What is left out of an artifact: as git would."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sagemaker_hosting.artifact.ignore import LITTER, Ignore
from sagemaker_hosting.artifact.plan import plan_directory
from sagemaker_hosting.core.errors import InvalidProps


def left_out(lines: list[str], path: str) -> bool:
    """Return whether a file is left out, its folders included, as the walk does."""
    ignore = Ignore(lines, litter=False)
    parts = path.split("/")
    folders = ("/".join(parts[:end]) for end in range(1, len(parts)))
    return any(ignore.ignores(each, directory=True) for each in folders) or ignore.ignores(
        path, directory=False
    )


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", made], check=True)
    return made


def git_leaves_out(repository: Path, lines: list[str], paths: list[str]) -> set[str]:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=repository,
        input="\0".join(paths),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.split("\0")) - {""}


PATTERNS = [
    ["*.ckpt"],
    ["*.ckpt", "!best.ckpt"],
    ["checkpoints/"],
    ["/optimizer.pt"],
    ["code/*.md"],
    ["**/cache"],
    ["cache/**"],
    ["a/**/b"],
    ["**"],
    ["**/*.log", "!logs/keep.log"],
    ["foo[0-9].txt", "foo[!0-9].bin", "[a-c]"],
    ["\\#name", "# comment", "\\!name"],
    ["name\\ ", "other   "],
    ["a?c"],
    ["a*/b"],
    ["*", "!code", "!*.py"],
    ["*", "!*/", "!*.py"],
    ["[unclosed"],
    ["a**b", "x/**", "**/y/**/z"],
    ["", "  ", "/"],
    ["code\\/x", "c\\ode"],
    ["]", "[]]", "[]-a]"],
]
PATHS = [
    "optimizer.pt", "deep/optimizer.pt", "best.ckpt", "a/last.ckpt", "checkpoints/1", "checkpoints",
    "code/README.md", "code/deep/README.md", "cache", "deep/cache", "cache/x", "cache/x/y", "a/b",
    "a/x/b", "a/x/y/b", "logs/keep.log", "foo1.txt", "foox.bin", "b", "#name", "!name", "name ",
    "name", "other", "abc", "a/c", "axx/b", "code/inference.py", "code/lib/x.py", "main.py",
    "[unclosed",    "axxb", "x/1", "y/z", "q/y/w/z", "]", "-", "a", "# comment",
]  # fmt: skip


@pytest.mark.parametrize("lines", PATTERNS, ids=" ".join)
def test_patterns_mean_what_they_mean_to_git(repository: Path, lines: list[str]) -> None:
    ours = {path for path in PATHS if left_out(lines, path)}
    assert ours == git_leaves_out(repository, lines, PATHS)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text("ab/*?!.\\[]-# ", min_size=1, max_size=7), min_size=1, max_size=3),
    st.lists(st.text("ab.-", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_any_pattern_means_what_it_means_to_git(
    repository: Path, lines: list[str], parts: list[str]
) -> None:
    path = "/".join(part for part in parts if part not in (".", "..")) or "a"
    assert left_out(lines, path) == (path in git_leaves_out(repository, lines, [path]))


def test_the_file_is_read(tmp_path: Path) -> None:
    for name in ("model.pt", "optimizer.pt", "checkpoints/1.pt", ".env", "code/inference.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".sagemakerignore").write_text("optimizer.pt\ncheckpoints/\n!.env\n")
    plan = plan_directory(tmp_path)
    names = [item.member.name for item in plan.items]
    assert names == [".env", "code", "code/inference.py", "model.pt"]


def test_refuses_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".sagemakerignore").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidProps, match="is not UTF-8 text"):
        plan_directory(tmp_path)


@pytest.mark.parametrize("pattern", LITTER)
def test_litter_is_left_out_at_any_depth(pattern: str) -> None:
    name = pattern.removesuffix("/").replace("[cod]", "c").replace("[op]", "p").replace("*", "x")
    directory = pattern.endswith("/")
    assert Ignore().ignores(name, directory=directory)
    assert Ignore().ignores(f"code/deep/{name}", directory=directory)
    assert not Ignore().ignores(f"x{name}x", directory=directory)


def test_what_a_model_needs_is_no_litter() -> None:
    for name in ("model.pt", "code/inference.py", "1/saved_model.pb", "config.json", "cache.bin"):
        assert not Ignore().ignores(name, directory=False)
