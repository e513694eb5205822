"""How the model is loaded and asked: the functions that SageMaker's PyTorch images look for."""

import json
import math
from pathlib import Path


def model_fn(model_dir):
    return json.loads(Path(model_dir, "weights.json").read_text())


def input_fn(body, content_type):
    if content_type != "application/json":
        raise ValueError(f"application/json is understood, {content_type} is not")
    return json.loads(body)


def predict_fn(customer, weights):
    score = weights["bias"] + sum(weights[name] * value for name, value in customer.items())
    return {"leaves": 1 / (1 + math.exp(-score))}


def output_fn(prediction, accept):
    return json.dumps(prediction), "application/json"
