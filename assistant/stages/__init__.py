"""The stages of an answer, one a file; `pipeline.py` lists them in order."""
