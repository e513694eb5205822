"""Rules over Dockerfiles: a comment before an instruction marks it as wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.artifact.dockerfile.check import check_dockerfile, dockerfile_rules
from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile, read_dockerfile
from sagemaker_hosting.artifact.dockerfile.parse import parse
from sagemaker_hosting.artifact.dockerfile.rule import ImageUse
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.facts.base_images import is_bare
from sagemaker_hosting.facts.documented import documented_facts

FIXTURES = Path(__file__).parents[1] / "fixtures" / "dockerfile"
RULES = {rule.id: rule for rule in dockerfile_rules()}
MARK = re.compile(r"# (SMH\d{4})$")
ENTRYPOINT = 'ENTRYPOINT ["python", "app.py"]\n'


def cases(kind: str) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{kind}/*"))


def name(path: Path) -> str:
    return "/".join(path.relative_to(FIXTURES).parts)


def marked(text: str) -> list[tuple[str, int]]:
    lines = enumerate(text.splitlines(), start=1)
    return [(found[1], number + 1) for number, line in lines if (found := MARK.match(line))]


def use_of(text: str) -> ImageUse:
    words = text.splitlines()[0].removeprefix("# use:").split() if "# use:" in text else []
    return ImageUse(
        architecture="arm64" if "arm64" in words else "x86_64",
        multi_model="multi_model" in words,
        among_others="among_others" in words,
    )


def found(path: Path) -> list[tuple[str, int | None]]:
    text = path.read_text()
    findings = check_dockerfile(Dockerfile(text, context=path.parent), use_of(text))
    assert all(each.message and each.fix and each.url for each in findings)
    return [(each.rule, each.line) for each in findings]


@pytest.mark.parametrize("path", cases("bad"), ids=name)
def test_what_is_wrong_is_found_at_its_line_and_nothing_else(path: Path) -> None:
    assert marked(path.read_text())
    assert found(path) == marked(path.read_text())


@pytest.mark.parametrize("path", cases("good"), ids=name)
def test_a_rule_is_silent_where_its_mistake_is_not(path: Path) -> None:
    assert path.relative_to(FIXTURES).parts[0] not in {rule for rule, _ in found(path)}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_bad_and_a_good_dockerfile(rule: str) -> None:
    for kind in ("bad", "good"):
        assert [path for path in cases(kind) if path.relative_to(FIXTURES).parts[0] == rule]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_fact_that_is_cited_exists(rule: object) -> None:
    assert set(rule.facts) <= documented_facts().keys()  # type: ignore[attr-defined]


def test_a_program_called_serve_in_the_context_may_be_the_one(tmp_path: Path) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM python:3.12\nCOPY . /opt/program\nENV PATH=/opt/program:$PATH\n")
    assert [each.rule for each in check_dockerfile(read_dockerfile(dockerfile, tmp_path))] == [
        "SMH0772"
    ]
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "serve").write_text("#!/usr/bin/env python\n")
    assert check_dockerfile(read_dockerfile(dockerfile, tmp_path)) == []


def test_the_target_decides_which_stages_count() -> None:
    text = f"FROM python:3.12 AS serving\n{ENTRYPOINT}FROM serving AS tests\nENTRYPOINT pytest\n"
    assert check_dockerfile(Dockerfile(text, target="Serving")) == []
    assert [each.rule for each in check_dockerfile(Dockerfile(text))] == ["SMH0773"]
    assert check_dockerfile(Dockerfile(text, target="missing")) == []


def test_arguments_decide_the_base() -> None:
    text = "ARG BASE=python\nFROM ${BASE}:${TAG:-3.12}\n"
    assert Dockerfile(text).base == "python:3.12"
    assert Dockerfile(text, arguments={"BASE": "debian"}).base == "debian:3.12"
    assert Dockerfile("FROM $BASE\n").base is None


@pytest.mark.parametrize(
    ("image", "bare"),
    [
        ("python", True),
        ("python:3.12@sha256:0", True),
        ("docker.io/library/python:3.12", True),
        ("public.ecr.aws/docker/library/python:3.12", True),
        ("public.ecr.aws/amazonlinux/amazonlinux:2023", True),
        ("nvcr.io/nvidia/cuda:12.4.1-base", True),
        ("python-serving:1", False),
        ("team/python:3.12", False),
        ("localhost:5000/python", False),
    ],
)
def test_a_bare_image_is_known_by_its_repository(image: str, bare: bool) -> None:
    assert is_bare(image) is bare


def test_instructions_are_read_as_buildkit_reads_them() -> None:
    text = (
        "\ufeff# escape=`\n\nfrom --platform=linux/arm64 python:3.12 `\n  # why\n\n  AS base\n"
        "COPY --chown=app <<one <<'two' /etc/\nFROM not-a-stage\none\nRUN nothing\ntwo\n"
        'entrypoint\t[ `\n  "python" ]'
    )
    first, copy, entrypoint = parse(text)
    assert (first.line, first.name, first.text) == (3, "FROM", "python:3.12 AS base")
    assert first.flags == {"platform": "linux/arm64"}
    assert (copy.line, copy.text, copy.flags) == (7, "<<one <<'two' /etc/", {"chown": "app"})
    assert copy.script == "FROM not-a-stage\nRUN nothing"
    assert (entrypoint.line, entrypoint.words) == (12, ["python"])


@pytest.mark.parametrize(
    "before",
    [
        "RUN x=$((1<<2)) && echo $x",
        "RUN cat <<< foo",
        "COPY <<robots.txt /www/\nnothing\nrobots.txt",
        "COPY <<'a b' <<c.txt /www/\none\na b\nCMD two\nc.txt",
        "RUN python3 3<<EOF > /log\nCMD nothing\nEOF",
    ],
)
def test_what_follows_a_here_document_is_read(before: str) -> None:
    dockerfile = Dockerfile(f"FROM python:3.12\n{before}\n{ENTRYPOINT}")
    assert [each.name for each in dockerfile.instructions] == [
        before.split(maxsplit=1)[0],
        "ENTRYPOINT",
    ]


@given(
    st.lists(
        st.sampled_from(
            ["FROM", "a AS b", "RUN <<E", "E", "ENTRYPOINT [", '"x"]', "LABEL 'a", "\\", "ARG", "#"]
        )
        | st.text(max_size=8),
        max_size=12,
    )
)
def test_no_text_breaks_the_rules(lines: list[str]) -> None:
    use = ImageUse(architecture="arm64", multi_model=True, among_others=True)
    check_dockerfile(Dockerfile("\n".join(lines)), use)
    check_dockerfile(Dockerfile(" ".join(lines)), use)


def test_what_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotFound, match="cannot be read"):
        read_dockerfile(path, tmp_path)
