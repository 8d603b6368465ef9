"""The keeper's room: standard answers from draft to publication, and the editions of the sources they rest on."""
