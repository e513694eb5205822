"""Dockerfiles of inference images: what SageMaker asks of an image before it is built."""
