"""Containers in a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.limits import PIPELINE_PAYLOAD_BYTES
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.pipeline import Pipeline
from sagemaker_hosting.runner.servable import ContainerFailure, RequestRefused

SCRIPT = """
def model_fn(model_dir):
    return {name!r}

def transform_fn(model, data, content_type, accept):
    {body}
"""
TELL = "return f'{data}{model}({content_type},{accept})', {answer!r}"


def stage(root: Path, name: str, body: str) -> tuple[str, ModelContainer]:
    code = root / name / "code"
    code.mkdir(parents=True)
    (code / "inference.py").write_text(SCRIPT.format(name=name, body=body))
    return name, ModelContainer(root / name, name=name)


def tell(root: Path, name: str, answer: str) -> tuple[str, ModelContainer]:
    return stage(root, name, TELL.replace("{answer!r}", repr(answer)))


@pytest.fixture
def pipeline(tmp_path: Path):
    made: list[Pipeline] = []

    def make(*stages: tuple[str, ModelContainer]) -> Pipeline:
        made.append(Pipeline(stages))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_the_output_of_one_is_the_input_of_the_next(pipeline, tmp_path: Path) -> None:
    chain = pipeline(tell(tmp_path, "a", "text/csv"), tell(tmp_path, "b", "text/plain"))
    answer = chain.invoke(b"x", content_type="application/json", accept="text/html")
    assert answer.body == b"xa(application/json,application/json)b(text/csv,text/html)"
    assert answer.content_type == "text/plain"
    assert chain.ping()


def test_the_first_that_fails_answers(pipeline, tmp_path: Path) -> None:
    broken = stage(tmp_path, "broken", "raise ValueError('no such word')")
    chain = pipeline(broken, tell(tmp_path, "b", "text/plain"))
    answer = chain.invoke(b"x")
    assert answer.status == 500
    assert b"no such word" in answer.body
    assert "no such word" in chain.log_tail()


def test_more_than_5_mb_between_two_containers_are_refused_by_name(
    pipeline, tmp_path: Path
) -> None:
    limit = PIPELINE_PAYLOAD_BYTES.value
    wide = stage(tmp_path, "wide", "return b'x' * int(data)")
    chain = pipeline(wide, stage(tmp_path, "b", "return str(len(data))"))
    assert chain.invoke(str(limit).encode()).body == str(limit).encode()
    with pytest.raises(RequestRefused, match=f"wide answered {limit + 1} bytes for b"):
        chain.invoke(str(limit + 1).encode())


def test_one_that_does_not_start_fails_the_pipeline(tmp_path: Path) -> None:
    good = tell(tmp_path, "a", "text/csv")
    bad = stage(tmp_path, "bad", "return data")
    (tmp_path / "bad" / "code" / "inference.py").write_text("raise OSError('no')")
    chain = Pipeline([good, bad])
    with pytest.raises(ContainerFailure):
        chain.start()
    chain.stop()


@pytest.mark.parametrize("count", [0, 1, 16])
def test_a_pipeline_has_2_to_15_containers(tmp_path: Path, count: int) -> None:
    one = tell(tmp_path, "a", "text/csv")
    with pytest.raises(InvalidProps, match=f"pipeline of {count} containers"):
        Pipeline([one] * count)
