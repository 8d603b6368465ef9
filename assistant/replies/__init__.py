"""A reply to a pasted e-mail: its questions found, each answered from the sources, the rest left to the officer."""
