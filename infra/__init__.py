"""The application: what is deployed to each environment, built from the library's public names."""
