"""Runs one model as a SageMaker container would, without Docker and without moto.

`ModelContainer` (container.py) is what callers use. `supervisor`, `server`, `handlers` and `codec`
run inside the model's own process and import nothing but the standard library, so the environment
of a model needs none of this library's extras.
"""
