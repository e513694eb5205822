"""Production variants: on instances, serverless, or without a model of their own."""
