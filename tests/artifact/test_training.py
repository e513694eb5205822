"""Rules over training scripts: each fixture marks the lines that are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sagemaker_hosting.artifact.training import check_training, read_project
from sagemaker_hosting.artifact.training.check import training_rules
from sagemaker_hosting.artifact.training.place import Kind, of_text
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.facts.documented import documented_facts

FIXTURES = Path(__file__).parents[1] / "fixtures" / "training"
RULES = {rule.id: rule for rule in training_rules()}
MARK = re.compile(r"# (SMH\d{4})$")


def cases(kind: str) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{kind}/*"))


def name(path: Path) -> str:
    return "/".join(path.relative_to(FIXTURES).parts)


def marked(path: Path) -> list[tuple[str, int, str]]:
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [
        (str(file), number, found[1])
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if (found := MARK.search(line))
    ]


def found(path: Path) -> list[tuple[str, int | None, str]]:
    findings = check_training(read_project(path))
    assert all(each.message and each.fix and each.url for each in findings)
    return sorted((each.path, each.line, each.rule) for each in findings)


@pytest.mark.parametrize("path", cases("bad"), ids=name)
def test_what_is_wrong_is_found_at_its_line_and_nothing_else(path: Path) -> None:
    assert marked(path)
    assert found(path) == sorted(marked(path))


@pytest.mark.parametrize("path", cases("good"), ids=name)
def test_a_rule_is_silent_where_its_mistake_is_not(path: Path) -> None:
    rule = path.relative_to(FIXTURES).parts[0]
    assert rule not in {identity for _, _, identity in found(path)}


@pytest.mark.parametrize("path", sorted((FIXTURES / "realistic").iterdir()), ids=name)
def test_scripts_as_people_write_them_have_no_findings(path: Path) -> None:
    assert found(path) == []


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_bad_and_a_good_script(rule: str) -> None:
    for kind in ("bad", "good"):
        assert [path for path in cases(kind) if path.relative_to(FIXTURES).parts[0] == rule]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_fact_that_is_cited_exists(rule: object) -> None:
    assert set(rule.facts) <= documented_facts().keys()  # type: ignore[attr-defined]


def test_a_directory_without_scripts_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no Python script"):
        read_project(tmp_path)


def test_virtual_environments_and_hidden_directories_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("")
    for place in (".hidden", "env/lib", "node_modules"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "bad.py").write_text("import joblib\njoblib.dump(m, 'm.joblib')\n")
    (tmp_path / "env" / "pyvenv.cfg").touch()
    assert check_training(read_project(tmp_path)) == []


def test_a_function_is_understood_across_the_files_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(
        "import joblib\ndef save(model, *, where):\n    joblib.dump(model, where + '/m.joblib')\n"
    )
    main = tmp_path / "train.py"
    main.write_text("from helper import save\nsave(model, where='local')\n")
    assert [each.rule for each in check_training(read_project(tmp_path))] == ["SMH0761"]
    main.write_text(
        "import os\nfrom helper import save\nsave(m, where=os.environ['SM_MODEL_DIR'])\n"
    )
    assert check_training(read_project(tmp_path)) == []


@pytest.mark.parametrize(
    ("text", "kind", "path"),
    [
        ("/opt/ml/model", Kind.MODEL, ""),
        ("/opt/ml/model/", Kind.MODEL, ""),
        ("/opt/ml/model/a/../b", Kind.MODEL, "b"),
        ("/opt/ml/models", Kind.ABSOLUTE, "/opt/ml/models"),
        ("/opt/ml/model/../x", Kind.ABSOLUTE, "/opt/ml/model/../x"),
        ("~/model", Kind.ABSOLUTE, "~/model"),
        ("model", Kind.RELATIVE, "model"),
        ("s3://bucket/model", Kind.REMOTE, "s3://bucket/model"),
    ],
)
def test_a_path_that_is_spelled_out(text: str, kind: Kind, path: str) -> None:
    assert (of_text(text).kind, of_text(text).path) == (kind, path)


def test_a_script_that_refers_to_itself_ends(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(
        "import joblib\na = b\nb = a\n"
        "def f(x):\n    joblib.dump(m, x)\n    f(x + x)\n"
        "joblib.dump(m, a)\nself.y = self.y\njoblib.dump(m, self.y)\nf(f(a))\n"
    )
    assert check_training(read_project(script)) == []


WORDS = st.sampled_from(
    """import os, joblib
x = os.environ['SM_MODEL_DIR']
x = x + '/a'
x = x / y
x += 1
joblib.dump(m, x)
for x in y: joblib.dump(m, x)
def f(x, *a, **k): return x
def g(self, x=1, *, y='a'): joblib.dump(m, y)
f(*x, **y)
x = f'{x!r:>10}'
x = '%s%%' % x
x = '{a}'.format(x)
with f() as x: pass
x.save()
x.save_model(*y)
pickle.dump(m, open(*x))
x = lambda: x
x: int
a.b.c = x
shutil.copy(x)
parser.add_argument(*x)
g(1)""".splitlines()
)


@given(lines=st.lists(WORDS, max_size=12))
def test_no_script_breaks_the_check(lines: list[str], tmp_path_factory: object) -> None:
    script = tmp_path_factory.mktemp("any") / "train.py"  # type: ignore[attr-defined]
    script.write_text("\n".join(lines) + "\n")
    check_training(read_project(script))
