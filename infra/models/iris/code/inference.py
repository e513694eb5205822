"""What the container calls: the handler contract of SageMaker's scikit-learn container.

It uses nothing of this project, because it runs alone, with the packages of the container.
"""

from __future__ import annotations

import json
import os
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression


def model_fn(model_dir: str) -> tuple[LogisticRegression, list[str]]:
    """Return the classifier, with its fitted coefficients, and the names of the species."""
    with open(os.path.join(model_dir, "model.json"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        fitted = json.load(file)
    classifier = LogisticRegression()
    classifier.coef_ = np.array(fitted["coefficients"])
    classifier.intercept_ = np.array(fitted["intercepts"])
    classifier.classes_ = np.arange(len(fitted["classes"]))
    classifier.n_features_in_ = len(fitted["features"])
    return classifier, fitted["classes"]


def input_fn(body: str | bytes, content_type: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the flowers to classify, one row each: petals and sepals in centimetres."""
    text = body.decode("utf-8") if isinstance(body, bytes) else body
    kind = content_type.split(";", maxsplit=1)[0].strip()
    if kind == "text/csv":
        rows = [line.split(",") for line in text.splitlines() if line.strip()]
    elif kind == "application/json":
        rows = json.loads(text)
    else:
        raise ValueError(f"content type {content_type!r}; send application/json or text/csv")
    return np.atleast_2d(np.array(rows, dtype=float))


def predict_fn(
    flowers: np.ndarray[Any, np.dtype[np.float64]],
    model: tuple[LogisticRegression, list[str]],
) -> list[dict[str, Any]]:
    """Return the likeliest species of each flower, with the probability of each species."""
    classifier, species = model
    answers = []
    for row in classifier.predict_proba(flowers):
        answers.append(
            {
                "species": species[int(row.argmax())],
                "probabilities": {
                    name: round(float(row[index]), 4) for index, name in enumerate(species)
                },
            }
        )
    return answers


def output_fn(answers: list[dict[str, Any]], accept: str) -> tuple[str, str]:
    """Return the answer as JSON, whatever was asked for."""
    return json.dumps({"predictions": answers}), "application/json"
