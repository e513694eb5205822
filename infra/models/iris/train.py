"""Train the iris model into ``build/models/iris``: ``python -m infra.models.iris.train``.

The artifact is the fitted coefficients as JSON, and not a pickle. A pickle runs code when it is
loaded and fits only the scikit-learn that wrote it, while the container of AWS has a release of its
own. Rounded coefficients are also the same bytes on every machine, so the same artifact is deployed
from everywhere.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent
_BUILD: Final = _HERE.parents[2] / "build" / "models"

MODEL_DIRECTORY: Final = _BUILD / "iris"
"""What the environments deploy; its contents become the root of ``model.tar.gz``."""

_DECIMALS: Final = 4
"""Beyond these, linear algebra libraries differ between processors."""


def train(directory: Path = MODEL_DIRECTORY) -> bool:
    """Train the model into ``directory``, unless what lies there was made by the same sources.

    Args:
        directory: Replaced as a whole. A note of its sources is kept beside it, not inside.

    Returns:
        Whether it was trained anew.
    """
    stamp = directory.with_name(f"{directory.name}.sources")
    sources = _sources()
    if directory.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == sources:
        return False
    partial = directory.with_name(f"{directory.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "code").mkdir(parents=True)
    (partial / "model.json").write_text(
        json.dumps(_fit(), indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    shutil.copyfile(_HERE / "code" / "inference.py", partial / "code" / "inference.py")
    shutil.rmtree(directory, ignore_errors=True)
    partial.rename(directory)
    stamp.write_text(sources, encoding="utf-8")
    return True


def _fit() -> dict[str, Any]:
    # Imported here: an artifact that is up to date costs no second of imports.
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    iris = load_iris()
    # This solver goes on to the optimum itself, where the others stop near it.
    fitted = LogisticRegression(solver="newton-cholesky", tol=1e-10).fit(iris.data, iris.target)
    return {
        "coefficients": fitted.coef_.round(_DECIMALS).tolist(),
        "intercepts": fitted.intercept_.round(_DECIMALS).tolist(),
        "classes": iris.target_names.tolist(),
        "features": list(iris.feature_names),
    }


def _sources() -> str:
    digest = hashlib.sha256()
    for path in (Path(__file__), _HERE / "code" / "inference.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest() + "\n"


if __name__ == "__main__":
    train()
