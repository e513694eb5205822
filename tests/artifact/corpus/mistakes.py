"""Artifacts that deploy and do not work, and their mended twins."""

from __future__ import annotations

import functools
import operator
import os
import pickle
import random

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.read.member import Kind, Member
from tests.artifact.corpus.build import (
    SCRIPT,
    Case,
    Runs,
    elf,
    large,
    safetensors,
    targz,
    torch_zip,
)

PYTORCH = Declaration(framework=Framework.PYTORCH, version=(2, 3, 0), python=(3, 11))
TENSORFLOW = Declaration(framework=Framework.TENSORFLOW)
MXNET = Declaration(framework=Framework.MXNET, version=(1, 9, 0))
SKLEARN = Declaration(framework=Framework.SKLEARN, version=(1, 2))
XGBOOST = Declaration(framework=Framework.XGBOOST)
HUGGINGFACE = Declaration(framework=Framework.HUGGINGFACE)
DJL = Declaration(framework=Framework.DJL)
TRITON = Declaration(framework=Framework.TRITON)
ISOLATED = Declaration(framework=Framework.SKLEARN, network_isolation=True)
MANY = Declaration(framework=Framework.SKLEARN, multi_model=True)
MODEL = pickle.dumps({"weights": [1.0, 2.0]})
CODE = "code/inference.py"


def _path(name: str) -> str:
    return name.replace("_DOT_", ".").replace("__", "/")


def script(body: str, **more: str | bytes) -> bytes:
    """Return an artifact with a handler script and a model."""
    files: dict[str, str | bytes] = {CODE: body, "model.joblib": MODEL}
    return targz({**files, **{_path(name): text for name, text in more.items()}})


def model_fn(*lines: str, before: str = "import os, joblib\n") -> str:
    """Return a script whose ``model_fn`` has these lines, the first of them on line 3."""
    return f"{before}def model_fn(model_dir):\n" + "".join(f"    {line}\n" for line in lines)


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n"
LOAD = "return joblib.load(os.path.join(model_dir, 'model.joblib'))"


def triton(config: str, **files: str | bytes) -> bytes:
    """Return a repository of one model, ``net``."""
    named = {_path(name): raw for name, raw in files.items()}
    return targz({"net/config.pbtxt": config, **(named or {"net/1/model.onnx": b"x"})})


ONNX = (
    'name: "net"\nbackend: "onnxruntime"\nmax_batch_size: 8\n'
    'input [ { name: "x" data_type: TYPE_FP32 dims: [ -1, 4 ] } ]\n'
    'output [ { name: "y" data_type: TYPE_FP32 dims: [ 3 ] } ]\n'
)
MAR = '{"model": {"handler": "handler.py", "serializedFile": "model.pt"}}'


def properties(*lines: str) -> bytes:
    """Return an artifact for DJL Serving."""
    return targz(
        {"serving.properties": "\n".join(lines) + "\n", "model.py": "def handle(x): ...\n"}
    )


def torchserve(*lines: str) -> bytes:
    """Return an artifact with a configuration for TorchServe."""
    return targz({"model-config.yaml": "\n".join(lines) + "\n", "handler.py": "x = 1\n"})


def requirements(*lines: str, isolated: str | bytes | None = None) -> bytes:
    """Return an artifact with requirements."""
    files: dict[str, str | bytes] = {
        CODE: SCRIPT,
        "model.joblib": MODEL,
        "code/requirements.txt": "\n".join(lines) + "\n",
    }
    if isolated is not None:
        files["code/wheels/lightgbm-4.5.0-py3-none-any.whl"] = isolated
    return targz(files)


def pickled(raw: bytes, name: str = "model.pkl") -> bytes:
    """Return an artifact with one pickle."""
    return targz({name: raw})


BAD = [
    # layout
    Case(
        "SMH0720",
        "no script, no weights",
        targz({"metadata.pkl": MODEL, "config.json": "{}"}),
        PYTORCH,
        (CODE,),
    ),
    Case(
        "SMH0720",
        "script at the root",
        targz({"inference.py": "x = 1", "a.pth": b"1", "b.pth": b"2"}),
        PYTORCH,
        (CODE,),
    ),
    Case(
        "SMH0720",
        "script without model_fn",
        targz({CODE: "def predict_fn(data, model): ...\n", "m.bin": b"x"}),
        PYTORCH,
        (CODE,),
    ),
    Case(
        "SMH0721",
        "state dictionary",
        targz({"model.pth": torch_zip(script=False)}),
        PYTORCH,
        ("model.pth",),
    ),
    Case("SMH0721", "old pickle", targz({"model.pt": MODEL}), PYTORCH, ("model.pt",)),
    Case("SMH0722", "no script", targz({"model.joblib": MODEL}), SKLEARN, (CODE,)),
    Case(
        "SMH0722",
        "script without model_fn",
        script("def predict_fn(data, model): ...\n"),
        SKLEARN,
        (CODE,),
    ),
    Case(
        "SMH0723",
        "at the root",
        targz({"saved_model.pb": b"x", "variables/v": b"y"}),
        TENSORFLOW,
        ("saved_model.pb",),
    ),
    Case(
        "SMH0723",
        "in a name",
        targz({"export/saved_model.pb": b"x"}),
        TENSORFLOW,
        ("export/saved_model.pb",),
    ),
    Case("SMH0723", "another format", targz({"1/model.h5": b"x"}), TENSORFLOW, ("1/model.h5",)),
    Case("SMH0723", "nothing", targz({"weights.bin": b"x"}), TENSORFLOW, ("",)),
    Case(
        "SMH0724",
        "handlers of PyTorch",
        targz({"1/saved_model.pb": b"x", CODE: "def predict_fn(data, model): ...\n"}),
        TENSORFLOW,
        (CODE,),
    ),
    Case(
        "SMH0724",
        "half of the two",
        targz({"1/saved_model.pb": b"x", CODE: "def input_handler(data, context): ...\n"}),
        TENSORFLOW,
        (CODE,),
    ),
    Case("SMH0725", "parameters alone", targz({"model-0000.params": b"x"}), MXNET, ("",)),
    Case("SMH0726", "model in a directory", targz({"out/xgboost-model": b"x"}), XGBOOST, ("",)),
    Case("SMH0727", "no weights", targz({"config.json": "{}"}), HUGGINGFACE, ("",)),
    Case(
        "SMH0727",
        "no configuration",
        targz({"model.safetensors": safetensors()}),
        HUGGINGFACE,
        ("",),
    ),
    Case(
        "SMH0728",
        "one directory down",
        targz({"llm/serving.properties": "engine=Python\n"}),
        DJL,
        ("llm/serving.properties",),
    ),
    Case("SMH0728", "nothing at the root", targz({"a/b/weights.bin": b"x"}), DJL, ("",)),
    Case(
        "SMH0729",
        "misprint",
        properties("engine=Python", "batchsize=4"),
        DJL,
        ("serving.properties:2",),
    ),
    Case(
        "SMH0729", "engine of nobody", properties("engine=Pyhton"), DJL, ("serving.properties:1",)
    ),
    Case(
        "SMH0729",
        "number in words",
        properties("engine=Python", "", "max_batch_delay=slow"),
        DJL,
        ("serving.properties:3",),
    ),
    Case(
        "SMH0729",
        "degree",
        properties("option.tensor_parallel_degree=0"),
        DJL,
        ("serving.properties:1",),
    ),
    Case(
        "SMH0729",
        "workers upside down",
        properties("minWorkers=4", "maxWorkers=2"),
        DJL,
        ("serving.properties:1",),
    ),
    Case("SMH0729", "no setting", properties("just words"), DJL, ("serving.properties:1",)),
    Case(
        "SMH0730",
        "handler is missing",
        targz({"MAR-INF/MANIFEST.json": MAR, "model.pt": b"x"}),
        places=("MAR-INF/MANIFEST.json",),
    ),
    Case(
        "SMH0730",
        "no manifest of a model",
        targz({"MAR-INF/MANIFEST.json": "[]"}),
        places=("MAR-INF/MANIFEST.json",),
    ),
    Case(
        "SMH0731",
        "workers upside down",
        torchserve("minWorkers: 4", "maxWorkers: 1"),
        places=("model-config.yaml:1",),
    ),
    Case(
        "SMH0731", "batch in words", torchserve("batchSize: large"), places=("model-config.yaml:1",)
    ),
    Case(
        "SMH0731",
        "device of nobody",
        torchserve("deviceType: tpu"),
        places=("model-config.yaml:1",),
    ),
    Case(
        "SMH0731",
        "misprint",
        torchserve("minWorkers: 1", "maxWorker: 2"),
        places=("model-config.yaml:2",),
    ),
    Case(
        "SMH0731",
        "devices that do not divide",
        torchserve("deviceIds: [0, 1, 2]", "torchrun:", "  nproc-per-node: 2"),
        places=("model-config.yaml:1",),
    ),
    Case("SMH0732", "no configuration", targz({"net/1/model.onnx": b"x"}), TRITON, ("",)),
    Case(
        "SMH0732",
        "the model's own directory",
        targz({"config.pbtxt": ONNX, "1/model.onnx": b"x"}),
        TRITON,
        ("config.pbtxt",),
    ),
    Case(
        "SMH0732",
        "no version",
        targz({"net/config.pbtxt": ONNX, "net/model.onnx": b"x"}),
        TRITON,
        ("net/config.pbtxt",),
    ),
    Case(
        "SMH0732",
        "another file",
        triton(ONNX, net__1__weights_DOT_onnx=b"x"),
        TRITON,
        ("net/config.pbtxt",),
    ),
    Case(
        "SMH0733",
        "no closing bracket",
        triton(ONNX.replace("dims: [ 3 ]", "dims: [ 3 ")),
        TRITON,
        ("net/config.pbtxt:5",),
    ),
    Case(
        "SMH0733",
        "another name",
        triton(ONNX.replace('"net"', '"other"')),
        TRITON,
        ("net/config.pbtxt:1",),
    ),
    Case(
        "SMH0733",
        "no backend",
        triton(ONNX.replace('backend: "onnxruntime"\n', "")),
        TRITON,
        ("net/config.pbtxt",),
    ),
    Case(
        "SMH0733",
        "backend misspelt",
        triton(ONNX.replace("onnxruntime", "onnxrutime")),
        TRITON,
        ("net/config.pbtxt:2",),
    ),
    Case(
        "SMH0733",
        "platform of nobody",
        triton(ONNX.replace("backend", "platform").replace("onnxruntime", "onnx")),
        TRITON,
        ("net/config.pbtxt:2",),
    ),
    Case(
        "SMH0733",
        "type of nobody",
        triton(ONNX.replace("TYPE_FP32 dims: [ 3", "FLOAT32 dims: [ 3")),
        TRITON,
        ("net/config.pbtxt:5",),
    ),
    Case(
        "SMH0733",
        "no dimensions",
        triton(ONNX.replace(" dims: [ 3 ]", "")),
        TRITON,
        ("net/config.pbtxt:5",),
    ),
    Case(
        "SMH0733",
        "dimension of zero",
        triton(ONNX.replace("-1, 4", "0, 4")),
        TRITON,
        ("net/config.pbtxt:4",),
    ),
    Case(
        "SMH0733",
        "negative batch",
        triton(ONNX.replace("size: 8", "size: -3")),
        TRITON,
        ("net/config.pbtxt:3",),
    ),
    Case(
        "SMH0733",
        "two batchers",
        triton(ONNX + "dynamic_batching { }\nsequence_batching { }\n"),
        TRITON,
        ("net/config.pbtxt:7",),
    ),
    Case(
        "SMH0733",
        "kind of nobody",
        triton(ONNX + "instance_group [ { count: 1\n kind: KIND_TPU } ]\n"),
        TRITON,
        ("net/config.pbtxt:6",),
    ),
    Case(
        "SMH0733",
        "no output",
        triton(
            'platform: "pytorch_libtorch"\ninput { name: "x" data_type: TYPE_FP32 dims: 4 }\n',
            net__1__model_DOT_pt=b"x",
        ),
        TRITON,
        ("net/config.pbtxt",),
    ),
    Case(
        "SMH0734",
        "one directory too many",
        targz({"model/my_model.pkl": MODEL}),
        places=("model",),
    ),
    Case(
        "SMH0734",
        "packed from outside",
        targz({"churn/code/inference.py": SCRIPT, "churn/model.joblib": MODEL}),
        places=("churn",),
    ),
    Case(
        "SMH0735",
        "requirements at the root",
        targz({CODE: SCRIPT, "model.joblib": MODEL, "requirements.txt": "x==1\n"}),
        SKLEARN,
        ("requirements.txt",),
    ),
    # the script
    Case(
        "SMH0736",
        "missing colon",
        script("def model_fn(model_dir)\n    pass\n"),
        places=(f"{CODE}:1",),
    ),
    Case(
        "SMH0736",
        "newer than the container",
        script(model_fn("if (n := 1):", "    " + LOAD)),
        Declaration(python=(3, 7)),
        (f"{CODE}:3",),
    ),
    Case(
        "SMH0736",
        "not UTF-8",
        targz({CODE: "# caf\udce9".encode("utf-8", "surrogateescape")}),
        places=(CODE,),
    ),
    Case(
        "SMH0736",
        "nests without end",
        script("x = " + "(" * 3000 + ")" * 3000),
        places=(f"{CODE}:1",),
    ),
    Case(
        "SMH0737", "no argument", script("def model_fn():\n    return 1\n"), places=(f"{CODE}:1",)
    ),
    Case(
        "SMH0737",
        "one too few",
        script(model_fn(LOAD) + "def predict_fn(data):\n    return data\n"),
        places=(f"{CODE}:4",),
    ),
    Case(
        "SMH0737",
        "two too many",
        script(model_fn(LOAD) + "def output_fn(a, b, c, d):\n    return a\n"),
        places=(f"{CODE}:4",),
    ),
    Case(
        "SMH0738",
        "beside predict_fn",
        script(model_fn(LOAD) + "def transform_fn(m, d, c, a): ...\npredict_fn = len\n"),
        places=(f"{CODE}:4",),
    ),
    Case(
        "SMH0739",
        "elsewhere in the archive",
        targz(
            {
                CODE: model_fn("return open(os.path.join(model_dir, 'my_model.pkl'))"),
                "model/my_model.pkl": MODEL,
            }
        ),
        places=(f"{CODE}:3",),
    ),
    Case(
        "SMH0739",
        "nowhere",
        script(model_fn("return joblib.load(f'{model_dir}/clf.joblib')")),
        places=(f"{CODE}:3",),
    ),
    Case(
        "SMH0739",
        "as a path",
        script(
            model_fn(
                "from pathlib import Path",
                "root = Path(model_dir)",
                "return joblib.load(root / 'a' / 'b.pkl')",
            )
        ),
        places=(f"{CODE}:5",),
    ),
    Case(
        "SMH0739",
        "tried, and elsewhere",
        targz(
            {
                CODE: model_fn(
                    "try:", "    f = open(model_dir + '/m.pkl')", "except OSError:", "    raise"
                ),
                "sub/m.pkl": MODEL,
            }
        ),
        places=(f"{CODE}:4",),
    ),
    Case(
        "SMH0740",
        "spelled out",
        script(model_fn("return joblib.load('/opt/ml/model/model.joblib')")),
        places=(f"{CODE}:3",),
    ),
    Case(
        "SMH0740",
        "as a prefix",
        script("PREFIX = '/opt/ml/model'\n" + model_fn(LOAD)),
        places=(f"{CODE}:1",),
    ),
    Case(
        "SMH0741",
        "one of many",
        script(model_fn("return joblib.load('/opt/ml/model/model.joblib')")),
        MANY,
        (f"{CODE}:3",),
    ),
    Case(
        "SMH0742",
        "caught and logged",
        script(
            model_fn(
                "try:",
                "    " + LOAD,
                "except Exception as error:",
                "    print(error)",
                "    return None",
            )
        ),
        places=(f"{CODE}:5",),
    ),
    Case(
        "SMH0742",
        "passed over",
        script(
            model_fn(
                "model = None",
                "try:",
                "    model = joblib.load(os.path.join(model_dir, 'model.joblib'))",
                "except OSError:",
                "    pass",
                "return model",
            )
        ),
        places=(f"{CODE}:6",),
    ),
    Case(
        "SMH0742",
        "never returned",
        script(model_fn("model = joblib.load(os.path.join(model_dir, 'model.joblib'))")),
        places=(f"{CODE}:2",),
    ),
    Case(
        "SMH0743",
        "read from the environment",
        script(
            model_fn("return joblib.load(os.path.join(os.environ['SM_MODEL_DIR'], 'model.joblib'))")
        ),
        places=(f"{CODE}:3",),
    ),
    Case(
        "SMH0743",
        "in a helper",
        script(
            "import os\ndef where():\n    return os.environ.get('SM_MODEL_DIR')\n"
            + model_fn("return joblib.load(where())")
        ),
        places=(f"{CODE}:3",),
    ),
    Case(
        "SMH0744",
        "training",
        script("model = object()\nmodel.fit(1)\n" + model_fn(LOAD)),
        places=(f"{CODE}:2",),
    ),
    Case(
        "SMH0744",
        "arguments",
        script("import argparse\nargs = argparse.ArgumentParser().parse_args()\n" + model_fn(LOAD)),
        places=(f"{CODE}:2",),
    ),
    Case(
        "SMH0744",
        "installing",
        script("import subprocess\nsubprocess.run(['pip', 'install', 'x'])\n" + model_fn(LOAD)),
        places=(f"{CODE}:2",),
    ),
    Case(
        "SMH0745",
        "of nobody",
        script("import lightgbm\n" + model_fn(LOAD)),
        SKLEARN,
        (f"{CODE}:1",),
    ),
    Case(
        "SMH0745",
        "beside others",
        script(
            "import faiss\nimport pandas\n" + model_fn(LOAD),
            code__requirements_DOT_txt="pandas==2.0\n",
        ),
        SKLEARN,
        (f"{CODE}:1",),
    ),
    Case(
        "SMH0746",
        "package at the root",
        targz(
            {
                CODE: "from stygig.core import x\n" + SCRIPT,
                "model.joblib": MODEL,
                "stygig/__init__.py": "",
                "stygig/core.py": "x = 1\n",
            }
        ),
        SKLEARN,
        (f"{CODE}:1",),
    ),
    Case(
        "SMH0747",
        "from S3",
        script(
            model_fn("import boto3", "boto3.client('s3').download_file('b', 'k', '/tmp/m')", LOAD)
        ),
        places=(f"{CODE}:4",),
    ),
    Case(
        "SMH0748",
        "from S3, without a network",
        script(model_fn("return joblib.load('s3://bucket/m.joblib')")),
        ISOLATED,
        (f"{CODE}:3",),
    ),
    Case(
        "SMH0749",
        "named, not there",
        script(SCRIPT),
        Declaration(environment={"SAGEMAKER_PROGRAM": "serve.py"}),
        ("code/serve.py",),
    ),
    # requirements
    Case(
        "SMH0750",
        "of conda",
        requirements("numpy==1.26.4", "scikit-learn=1.2.2"),
        SKLEARN,
        ("code/requirements.txt:2",),
    ),
    Case(
        "SMH0750",
        "path of a laptop",
        requirements("/home/me/churn"),
        SKLEARN,
        ("code/requirements.txt:1",),
    ),
    Case(
        "SMH0750",
        "editable",
        requirements("# ours", "-e ../churn"),
        SKLEARN,
        ("code/requirements.txt:2",),
    ),
    Case(
        "SMH0750",
        "another file",
        requirements("-r base.txt"),
        SKLEARN,
        ("code/requirements.txt:1",),
    ),
    Case(
        "SMH0750",
        "words",
        requirements("install pandas please"),
        SKLEARN,
        ("code/requirements.txt:1",),
    ),
    Case(
        "SMH0751",
        "from the network",
        requirements("lightgbm==4.5.0"),
        ISOLATED,
        ("code/requirements.txt:1",),
    ),
    Case(
        "SMH0752",
        "any version",
        requirements("pandas", "xgboost>=2"),
        SKLEARN,
        ("code/requirements.txt:2",),
    ),
    Case(
        "SMH0753",
        "another version",
        requirements("torch==2.1.0"),
        PYTORCH,
        ("code/requirements.txt:1",),
    ),
    Case(
        "SMH0754",
        "too old an image",
        requirements("pandas==1.0"),
        Declaration(framework=Framework.PYTORCH, version=(1, 2, 0)),
        ("code/requirements.txt",),
    ),
    # pickles
    Case("SMH0755", "opened as text", pickled(b""), places=("model.pkl",)),
    Case("SMH0755", "printed", pickled(str(MODEL).encode()), places=("model.pkl",)),
    Case("SMH0755", "encoded", pickled(MODEL.decode("latin-1").encode()), places=("model.pkl",)),
    Case(
        "SMH0755",
        "decoded with losses",
        pickled(MODEL.decode("utf-8", "replace").encode()),
        places=("model.pkl",),
    ),
    Case(
        "SMH0755", "base64", pickled(b"gASVGAAAAAAAAAB9lIwHd2VpZ2h0c5RdlCg="), places=("model.pkl",)
    ),
    Case("SMH0756", "cut", pickled(MODEL[:-5]), places=("model.pkl",)),
    Case("SMH0757", "something else", pickled(b"\xde\xad\xbe\xef" * 20), places=("model.pkl",)),
    Case(
        "SMH0758",
        "protocol 5",
        pickled(pickle.dumps([1], protocol=5)),
        Declaration(python=(3, 7)),
        ("model.pkl",),
    ),
    Case(
        "SMH0759",
        "runs a command",
        pickled(pickle.dumps(Runs(os.system, "id"))),
        places=("model.pkl",),
    ),
    Case(
        "SMH0759",
        "evaluates",
        pickled(pickle.dumps(Runs(eval, "1"), protocol=0), "weights.bin.pkl"),
        places=("weights.bin.pkl",),
    ),
    Case(
        "SMH0759",
        "through another module",
        pickled(b"\x80\x04\x8c\tlinecache\x8c\tos.system\x93\x8c\x02id\x85R."),
        places=("model.pkl",),
    ),
    Case(
        "SMH0759",
        "in a file of PyTorch",
        targz({"model.ckpt": torch_zip(script=False, data=b"cos\nsystem\nX\x02\0\0\0id\x85R.")}),
        places=("model.ckpt/archive/data.pkl",),
    ),
    Case(
        "SMH0780",
        "partial function",
        pickled(pickle.dumps(functools.partial(int, base=2))),
        places=("model.pkl",),
    ),
    Case("SMH0780", "getter", pickled(pickle.dumps(operator.itemgetter(1))), places=("model.pkl",)),
    Case(
        "SMH0780",
        "a name that is made",
        pickled(b"\x80\x04\x8c\x02osccodecs\nencode\n\x8c\x06system\x85R\x93."),
        places=("model.pkl",),
    ),
    Case(
        "SMH0781",
        "class of the script",
        pickled(b"\x80\x04\x8c\x08__main__\x8c\x05Model\x93)\x81."),
        places=("model.pkl",),
    ),
    Case(
        "SMH0782",
        "of torch.save",
        targz({"model.ckpt": torch_zip(script=False)}),
        places=("model.ckpt",),
    ),
    Case(
        "SMH0783",
        "not pulled",
        targz({"model.safetensors": POINTER}),
        places=("model.safetensors",),
    ),
    Case(
        "SMH0784",
        "safetensors cut",
        targz({"model.safetensors": safetensors(64, cut=8)}),
        places=("model.safetensors",),
    ),
    Case(
        "SMH0784",
        "safetensors of nonsense",
        targz({"model.safetensors": b"\x04" + bytes(7) + b"nope"}),
        places=("model.safetensors",),
    ),
    Case(
        "SMH0784",
        "torch cut",
        targz({"model.ckpt": torch_zip(script=False)[:-60]}),
        places=("model.ckpt",),
    ),
    # what it is declared for
    Case(
        "SMH0791",
        "x86 on Graviton",
        targz({"code/lib/x.so": elf(0x3E)}),
        Declaration(architecture="arm64"),
        ("code/lib/x.so",),
    ),
    Case(
        "SMH0792",
        "another Python",
        targz({"code/x.cpython-39-x86_64-linux-gnu.so": elf(0x3E)}),
        Declaration(python=(3, 11)),
        ("code/x.cpython-39-x86_64-linux-gnu.so",),
    ),
    Case("SMH0795", "serve without a mode", targz({"serve": "#!/bin/sh\n"}), places=("serve",)),
]

TRANSFORM = "def transform_fn(model, data, content_type, accept):\n    return data, accept\n"
BOTH = "def train():\n    import os\n    return os.environ['SM_MODEL_DIR'], '/opt/ml/model'\n"
GUARD = (
    "if __name__ == '__main__':\n    import argparse, lightgbm\n"
    "    argparse.ArgumentParser().parse_args()\n"
)

GOOD = [
    Case("SMH0720", "a script", script(SCRIPT), PYTORCH),
    Case("SMH0720", "model.pt among others", targz({"model.pt": b"x", "other.pth": b"y"}), PYTORCH),
    Case("SMH0720", "one file", targz({"net.pth": torch_zip(script=True)}), PYTORCH),
    Case(
        "SMH0720",
        "a script that is elsewhere",
        targz({"a.bin": b"x"}),
        Declaration(
            framework=Framework.PYTORCH,
            environment={"SAGEMAKER_SUBMIT_DIRECTORY": "s3://b/sourcedir.tar.gz"},
        ),
    ),
    Case(
        "SMH0720", "a model archive", targz({"MAR-INF/MANIFEST.json": "{}", "a.bin": b"x"}), PYTORCH
    ),
    Case(
        "SMH0720",
        "handlers imported from elsewhere",
        targz({CODE: "from handlers import *\n", "a.bin": b"x"}),
        PYTORCH,
    ),
    Case("SMH0721", "TorchScript", targz({"model.pt": torch_zip(script=True)}), PYTORCH),
    Case(
        "SMH0721",
        "a script that knows the class",
        targz({"model.pth": torch_zip(script=False), CODE: SCRIPT}),
        PYTORCH,
    ),
    Case("SMH0722", "a script", script(SCRIPT), SKLEARN),
    Case("SMH0723", "a version", targz({"1/saved_model.pb": b"x", CODE: "x = 1\n"}), TENSORFLOW),
    Case(
        "SMH0723",
        "a version further down",
        targz({"export/Servo/1712/saved_model.pb": b"x"}),
        TENSORFLOW,
    ),
    Case(
        "SMH0724",
        "the two",
        targz({CODE: "def input_handler(d, c): ...\ndef output_handler(d, c): ...\n"}),
        TENSORFLOW,
    ),
    Case("SMH0724", "the one", targz({CODE: "def handler(data, context): ...\n"}), TENSORFLOW),
    Case(
        "SMH0725",
        "all three",
        targz({"model-symbol.json": "{}", "model-shapes.json": "[]", "model-0000.params": b"x"}),
        MXNET,
    ),
    Case("SMH0726", "at the root", targz({"xgboost-model": b"x"}), XGBOOST),
    Case(
        "SMH0727",
        "as saved",
        targz({"config.json": "{}", "model.safetensors": safetensors()}),
        HUGGINGFACE,
    ),
    Case(
        "SMH0727",
        "shards",
        targz({"config.json": "{}", "model.safetensors.index.json": "{}"}),
        HUGGINGFACE,
    ),
    Case(
        "SMH0727",
        "from the hub",
        targz({"code/requirements.txt": ""}),
        Declaration(framework=Framework.HUGGINGFACE, environment={"HF_MODEL_ID": "gpt2"}),
    ),
    Case("SMH0728", "settings at the root", properties("engine=Python"), DJL),
    Case(
        "SMH0728",
        "settings in the environment",
        targz({"a/b": b"x"}),
        Declaration(framework=Framework.DJL, environment={"OPTION_MODEL_ID": None}),
    ),
    Case(
        "SMH0729",
        "settings",
        properties(
            "# mine",
            "engine=Python",
            "option.model_id=s3://b/p/",
            "option.tensor_parallel_degree=max",
            "batch_size: 4",
            "minWorkers=1",
            "maxWorkers=2",
            "max_idle_time=-1",
            "own_setting=1",
        ),
        DJL,
    ),
    Case(
        "SMH0730",
        "all there",
        targz({"MAR-INF/MANIFEST.json": MAR, "handler.py": "x = 1\n", "model.pt": b"x"}),
    ),
    Case(
        "SMH0730",
        "a handler that TorchServe brings",
        targz({"m/MAR-INF/MANIFEST.json": '{"model": {"handler": "image_classifier"}}'}),
    ),
    Case(
        "SMH0731",
        "settings",
        torchserve(
            "# front end",
            "minWorkers: 1",
            "maxWorkers: 1",
            "maxBatchDelay: 200",
            "responseTimeout: 1200",
            "parallelType: tp",
            "deviceType: gpu",
            "deviceIds: [0,1,2,3]",
            "torchrun:",
            "    nproc-per-node: 2",
            "",
            "handler:",
            "    model_path: /x",
        ),
    ),
    Case("SMH0731", "more of YAML than is read", torchserve("minWorkers: &n 4", "maxWorkers: 1")),
    Case("SMH0732", "a repository", triton(ONNX), TRITON),
    Case("SMH0732", "an ensemble", triton('platform: "ensemble"\n', net__1__empty=b""), TRITON),
    Case(
        "SMH0732",
        "another file name",
        triton(ONNX + 'default_model_filename: "net.onnx"\n', net__2__net_DOT_onnx=b"x"),
        TRITON,
    ),
    Case(
        "SMH0732",
        "a model that is a directory",
        triton(
            'platform: "tensorflow_savedmodel"\n',
            net__1__model_DOT_savedmodel__saved_model_DOT_pb=b"x",
        ),
        TRITON,
    ),
    Case(
        "SMH0733",
        "complete",
        triton(
            ONNX
            + "instance_group [ { count: 2 kind: KIND_GPU gpus: [ 0 ] } ]\n"
            + "dynamic_batching { max_queue_delay_microseconds: 100 }\n"
            + 'parameters { key: "a" value: { string_value: "b" } }\n# done\n'
        ),
        TRITON,
    ),
    Case(
        "SMH0733",
        "completed by Triton",
        triton('backend: "onnxruntime"\nmax_batch_size: 0\n'),
        TRITON,
    ),
    Case(
        "SMH0733",
        "a backend of one's own",
        triton(ONNX.replace('"onnxruntime"', '"my_backend"')),
        TRITON,
    ),
    Case("SMH0734", "files at the root", targz({"model.pkl": MODEL})),
    Case("SMH0734", "a version of TensorFlow", targz({"1/saved_model.pb": b"x"}), TENSORFLOW),
    Case("SMH0734", "a repository of Triton", triton(ONNX), TRITON),
    Case("SMH0734", "code alone", targz({"code/inference.py": SCRIPT})),
    Case("SMH0735", "in code/", requirements("x==1"), SKLEARN),
    Case(
        "SMH0735",
        "another container",
        targz({"requirements.txt": "x\n", "model.py": "x = 1\n"}),
        DJL,
    ),
    Case(
        "SMH0736",
        "newer than the container, but not in it",
        script(model_fn("if (n := 1):", "    " + LOAD)),
        Declaration(python=(3, 8)),
    ),
    Case("SMH0736", "a mark of byte order", targz({CODE: b"\xef\xbb\xbfx = 1\n"})),
    Case("SMH0737", "as called", script(SCRIPT + TRANSFORM)),
    Case(
        "SMH0737",
        "with the context",
        script(
            "def model_fn(model_dir, context=None):\n    return 1\ndef input_fn(a, b, c): ...\n"
        ),
    ),
    Case(
        "SMH0737",
        "decorated",
        script("import functools\n@functools.cache\ndef model_fn():\n    return 1\n"),
    ),
    Case(
        "SMH0737",
        "with defaults, for the older toolkit",
        script("def predict_fn(data, model, a=1, b=2):\n    return data\n"),
        SKLEARN,
    ),
    Case("SMH0738", "alone", script(SCRIPT + TRANSFORM)),
    Case(
        "SMH0738",
        "the other three",
        script(
            SCRIPT
            + "def input_fn(a, b): ...\ndef predict_fn(a, b): ...\ndef output_fn(a, b): ...\n"
        ),
    ),
    Case("SMH0739", "there", script(SCRIPT)),
    Case(
        "SMH0739",
        "asked for first",
        script(
            model_fn(
                "p = os.path.join(model_dir, 'vocab.txt')",
                "if os.path.exists(p):",
                "    open(p)",
                LOAD,
            )
        ),
    ),
    Case(
        "SMH0739",
        "tried",
        script(
            model_fn(
                "try:",
                "    open(os.path.join(model_dir, 'vocab.txt'))",
                "except OSError:",
                "    vocab = {}",
                LOAD,
            )
        ),
    ),
    Case(
        "SMH0739",
        "a pattern, a variable, a directory",
        targz(
            {
                CODE: model_fn(
                    "name = 'x'",
                    "a = os.path.join(model_dir, name)",
                    "b = f'{model_dir}/*.pkl'",
                    "return os.path.join(model_dir, 'tokenizer')",
                ),
                "tokenizer/vocab.txt": "x",
            }
        ),
    ),
    Case("SMH0740", "model_dir", script('"""Lies at /opt/ml/model."""\n' + SCRIPT)),
    Case("SMH0740", "training in the same script", script(BOTH + SCRIPT + GUARD)),
    Case(
        "SMH0740",
        "another directory",
        script("X = '/opt/ml/models'\nY = '/opt/ml/model-cache'\n" + SCRIPT),
    ),
    Case("SMH0741", "model_dir", script(SCRIPT), MANY),
    Case("SMH0741", "one model", script("X = '/opt/ml/model'\n" + SCRIPT)),
    Case(
        "SMH0742",
        "raises",
        script(
            model_fn("try:", "    " + LOAD, "except OSError:", "    print('no model')", "    raise")
        ),
    ),
    Case(
        "SMH0742",
        "loads another way",
        script(
            model_fn("try:", "    " + LOAD, "except OSError:", "    return joblib.load(model_dir)")
        ),
    ),
    Case("SMH0743", "training alone", script(BOTH + SCRIPT + GUARD)),
    Case(
        "SMH0743",
        "set in the model's environment",
        script("import os\nX = os.environ['SM_MODEL_DIR']\n" + SCRIPT),
        Declaration(environment={"SM_MODEL_DIR": "/opt/ml/model"}),
    ),
    Case(
        "SMH0744",
        "definitions",
        script(
            "import logging\nlogging.basicConfig()\nLOG = logging.getLogger()\n"
            + BOTH
            + SCRIPT
            + GUARD
        ),
    ),
    Case(
        "SMH0745",
        "of the image, of Python, of the artifact, of requirements",
        script(
            "import os, numpy.linalg, mine\nimport cv2\n" + SCRIPT,
            code__mine__x_DOT_txt="",
            code__requirements_DOT_txt="opencv-python-headless==4\n",
        ),
        SKLEARN,
    ),
    Case(
        "SMH0745",
        "tried",
        script("try:\n    import lightgbm\nexcept ImportError:\n    lightgbm = None\n" + SCRIPT),
        SKLEARN,
    ),
    Case(
        "SMH0745",
        "of an unknown distribution",
        script("import churnlib\n" + SCRIPT, code__requirements_DOT_txt="acme-churn==3\n"),
        SKLEARN,
    ),
    Case("SMH0745", "of an unknown image", script("import lightgbm\n" + SCRIPT)),
    Case("SMH0745", "training alone", script(BOTH + SCRIPT + GUARD), SKLEARN),
    Case(
        "SMH0746",
        "in code/",
        targz(
            {
                CODE: "import stygig\n" + SCRIPT,
                "code/stygig/__init__.py": "",
                "stygig/__init__.py": "",
            }
        ),
        SKLEARN,
    ),
    Case(
        "SMH0746",
        "with a path of its own",
        targz(
            {
                CODE: "import sys\nsys.path.insert(0, '..')\nimport stygig\n" + SCRIPT,
                "stygig/__init__.py": "",
            }
        ),
        SKLEARN,
    ),
    Case("SMH0747", "from the artifact", script(SCRIPT)),
    Case("SMH0748", "from the artifact", script(SCRIPT), ISOLATED),
    Case(
        "SMH0748",
        "with a network",
        script(model_fn("return joblib.load('s3://bucket/m')")),
        SKLEARN,
    ),
    Case(
        "SMH0749",
        "there",
        script(SCRIPT),
        Declaration(environment={"SAGEMAKER_PROGRAM": "inference.py"}),
    ),
    Case(
        "SMH0749",
        "elsewhere",
        script(SCRIPT),
        Declaration(environment={"SAGEMAKER_PROGRAM": "x.py", "SAGEMAKER_SUBMIT_DIRECTORY": None}),
    ),
    Case(
        "SMH0750",
        "every form",
        requirements(
            "# ours",
            "pandas",
            "numpy>=1.2,<2 ; python_version < '3.13'",
            "torch[opt]==2.1 --hash=sha256:00",
            "x @ https://h/x.whl",
            "git+https://h/x.git@v1#egg=x",
            "--extra-index-url https://h/",
            "./wheels/lightgbm-4.5.0-py3-none-any.whl",
            "a \\",
            "  ==1",
            isolated=b"x",
        ),
        SKLEARN,
    ),
    Case("SMH0751", "none", requirements("# nothing"), ISOLATED),
    Case(
        "SMH0751",
        "wheels in the artifact",
        requirements("lightgbm==4.5.0", isolated=b"x"),
        ISOLATED,
    ),
    Case("SMH0751", "a network", requirements("lightgbm==4.5.0"), SKLEARN),
    Case("SMH0752", "pinned", requirements("xgboost==2.0.3", "pandas"), SKLEARN),
    Case("SMH0753", "the image's", requirements("torch==2.3.1"), PYTORCH),
    Case("SMH0754", "new enough", requirements("pandas==1"), PYTORCH),
    Case("SMH0755", "bytes", pickled(MODEL)),
    Case("SMH0755", "protocol 0", pickled(pickle.dumps({"a": 1}, protocol=0))),
    Case("SMH0756", "whole", pickled(MODEL)),
    Case("SMH0757", "whole", pickled(MODEL)),
    Case("SMH0757", "weights that are called .pt", pickled(b"\xde\xad\xbe\xef" * 20, "weights.pt")),
    Case(
        "SMH0758", "old enough", pickled(pickle.dumps([1], protocol=4)), Declaration(python=(3, 7))
    ),
    Case("SMH0759", "a dictionary", pickled(MODEL)),
    Case("SMH0780", "a dictionary", pickled(MODEL)),
    Case(
        "SMH0781", "a class of a module", pickled(b"\x80\x04\x8c\x05churn\x8c\x05Model\x93)\x81.")
    ),
    Case(
        "SMH0782",
        "TorchScript, safetensors",
        targz({"model.pt": torch_zip(script=True), "a.safetensors": safetensors()}),
    ),
    Case("SMH0783", "pulled", targz({"model.safetensors": safetensors()})),
    Case(
        "SMH0784",
        "whole",
        targz({"model.safetensors": safetensors(), "m.pt": torch_zip(script=False)}),
    ),
    Case(
        "SMH0791",
        "built for it",
        targz({"code/x.so": elf(0xB7)}),
        Declaration(architecture="arm64"),
    ),
    Case(
        "SMH0792",
        "the same Python",
        targz({"code/x.cpython-311-x86_64-linux-gnu.so": elf(0x3E), "code/y.abi3.so": elf(0x3E)}),
        Declaration(python=(3, 11)),
    ),
    Case("SMH0795", "executable", targz({"serve": "#!/bin/sh\n"}, mode=0o755)),
]

EBS = Declaration(volume_gb=30, local_nvme=False)
DEFAULT_TIME = Declaration(download_timeout=0)
SERVERLESS = Declaration(serverless=True, serverless_memory_mb=2048)
MANY_MODELS = Declaration(multi_model=True)

BAD += [
    Case("SMH0785", "unpacks to 40 GB", b"", EBS, held=large(40)),
    Case("SMH0786", "50 GB in the usual time", b"", DEFAULT_TIME, held=large(50)),
    Case("SMH0787", "50 GB compressed", b"", held=large(50)),
    Case("SMH0788", "600 GB", b"", held=large(600, Form.PREFIX)),
    Case("SMH0789", "6 GB", b"", Declaration(serverless=True), held=large(6)),
    Case("SMH0790", "3 GB in 2 of memory", b"", SERVERLESS, held=large(3)),
    Case("SMH0793", "a prefix for many models", b"", MANY_MODELS, held=large(1, Form.PREFIX)),
    Case(
        "SMH0794",
        "a prefix without servers",
        b"",
        Declaration(serverless=True),
        held=large(1, Form.PREFIX),
    ),
]
GOOD += [
    Case("SMH0785", "fits", b"", EBS, held=large(30)),
    Case(
        "SMH0785",
        "a disk of its own",
        b"",
        Declaration(volume_gb=30, local_nvme=True),
        held=large(40),
    ),
    Case("SMH0785", "a volume that nobody knows", b"", held=large(300)),
    Case("SMH0786", "time enough", b"", Declaration(download_timeout=3600), held=large(50)),
    Case("SMH0786", "40 GB", b"", DEFAULT_TIME, held=large(40)),
    Case("SMH0787", "uncompressed", b"", held=large(50, Form.PREFIX)),
    Case("SMH0787", "40 GB", b"", held=large(40)),
    Case("SMH0788", "500 GB", b"", held=large(500)),
    Case("SMH0789", "5 GB", b"", Declaration(serverless=True), held=large(5)),
    Case("SMH0789", "on instances", b"", held=large(6)),
    Case("SMH0790", "fits", b"", SERVERLESS, held=large(2)),
    Case("SMH0793", "an archive", b"", MANY_MODELS, held=large(1)),
    Case("SMH0794", "an archive", b"", Declaration(serverless=True), held=large(1)),
]
GPUS = Declaration(gpus=4)
BAD += [
    Case(
        "SMH0731",
        "more workers than GPUs",
        torchserve("maxWorkers: 3", "torchrun:", "  nproc-per-node: 2"),
        GPUS,
        ("model-config.yaml:1",),
    ),
    Case(
        "SMH0731",
        "a GPU that is not there",
        torchserve("deviceIds: [4]"),
        GPUS,
        ("model-config.yaml:1",),
    ),
]
GOOD += [
    Case("SMH0731", "GPUs enough", torchserve("maxWorkers: 2", "deviceIds: [0, 3]"), GPUS),
]


def prefix(*members: Member) -> Contents:
    """Return what a prefix with these objects holds."""
    config = Member(name="settings.bin", kind=Kind.FILE)
    return Contents(name="s3://models/llm/", form=Form.PREFIX, members=[config, *members])


MARKER = Member(name="weights", kind=Kind.DIRECTORY, mode=0o755)
SHARD = Member(name="weights/0.bin", kind=Kind.FILE, size=1)
BAD += [
    Case("SMH0796", "a folder marker", b"", places=("weights",), held=prefix(MARKER, SHARD)),
    Case(
        "SMH0796",
        "an empty part",
        b"",
        places=("weights//1.bin",),
        held=prefix(SHARD, Member(name="weights//1.bin", kind=Kind.FILE)),
    ),
]
GOOD += [
    Case("SMH0796", "files alone", b"", held=prefix(SHARD)),
    Case("SMH0796", "directories in an archive", targz({"a/b": b"x", "./c": b"y"})),
]
_BYTES = [bytes([byte]) for byte in random.Random(0).randbytes(1_100_000)]
BAD += [
    Case(
        "SMH0780",
        "too long to be read",
        lambda: pickled(b"\x80\x04NK" + b"0K".join(_BYTES) + b"."),
        places=("model.pkl",),
    ),
]
