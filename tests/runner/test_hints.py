"""What the log of a model that failed is taken to mean."""

from __future__ import annotations

import pytest

from sagemaker_hosting.runner.hints import explain


@pytest.mark.parametrize(
    ("log", "cause", "fix"),
    [
        (
            "ValueError: Exactly one .pth or .pt file is required for PyTorch models: []",
            "no code/inference.py",
            "put the handler script at code/inference.py",
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/model/m.pkl'",
            "reads /opt/ml/model/m.pkl",
            "SAGEMAKER_BASE_DIR",
        ),
        (
            "FileNotFoundError: No such file or directory: '/tmp/x-y/ml/model/sub/m.pkl'",
            "holds no sub/m.pkl",
            "not its parent",
        ),
        (
            "FileNotFoundError: No such file or directory: '/tmp/x-y/ml/models/0af/model/m.pkl'",
            "holds no m.pkl",
            "not its parent",
        ),
        ("ModuleNotFoundError: No module named 'a.b'", "imports a.b", "requirements.txt"),
        (
            "AttributeError: Can't get attribute 'Net' on <module '__main__' from 'x'>",
            "Net of the training script's __main__",
            "put the module into code/",
        ),
        ("_pickle.UnpicklingError: invalid load key, 'v'.", "pickle cannot be read", "'wb'"),
        ("EOFError: Ran out of input", "pickle cannot be read", "'wb'"),
        ("Please ensure model is saved using torchscript.", "state dict", "torch.jit.script"),
        ("NotImplementedError: Please provide a model_fn implementation", "no model_fn", "define"),
        (" * Running on http://127.0.0.1:8080", "port 8080", "SAGEMAKER_BIND_TO_PORT"),
        ("[INFO] Listening at: http://0.0.0.0:80 (1)", "port 80 ", "SAGEMAKER_BIND_TO_PORT"),
    ],
)
def test_cause_and_fix(log: str, cause: str, fix: str) -> None:
    hint = explain(f"before\n{log}\nafter")
    assert hint is not None
    assert cause in hint.cause
    assert fix in hint.fix


def test_the_last_that_is_known_counts() -> None:
    hint = explain("No module named 'optional'\nEOFError: Ran out of input")
    assert hint is not None
    assert "pickle" in hint.cause


def test_nothing_is_made_up() -> None:
    assert explain("ValueError: 3 is not 4") is None
